namespace Headroom.AppHost.Programs;

/// <summary>A server that the cluster needs can be had in no way that was tried. The message says how it can be.</summary>
internal sealed class ProgramMissingException(string message) : Exception(message);
