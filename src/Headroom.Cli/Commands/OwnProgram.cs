namespace Headroom.Cli.Commands;

/// <summary>This program as it was started, for those who are to start it again.</summary>
internal static class OwnProgram
{
    /// <value>The program, and the arguments that make it ours where it is the .NET host.</value>
    public static IReadOnlyList<string> Command { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "headroom.dll")]
        : [Environment.ProcessPath!];
}
