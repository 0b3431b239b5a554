namespace Headroom.Storage.Sqlite.Crasher;

/// <summary>Names the assembly, so that a test finds its file.</summary>
public static class CrasherAssembly;
