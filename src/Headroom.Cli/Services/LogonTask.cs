namespace Headroom.Cli.Services;

/// <summary>
/// A task that Windows starts when the user logs on: like a service of the user's own, and without an administrator, whom a Windows service
/// would need.
/// </summary>
internal sealed class LogonTask : IServiceManager
{
    private const string Task = "Headroom";

    /// <inheritdoc/>
    public string Name => "the task scheduler";

    /// <inheritdoc/>
    public IReadOnlyList<string[]> AfterRemoval => [];

    /// <inheritdoc/>
    public (string Path, string Content)? Description(ServiceProgram program) => null;

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Install(ServiceProgram program) =>
    [
        ["schtasks", "/Create", "/F", "/TN", Task, "/SC", "ONLOGON", "/RL", "LIMITED", "/TR", string.Join(' ', program.Arguments.Select(argument => $"\"{argument}\""))],
        .. Start(program),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Start(ServiceProgram program) => [["schtasks", "/Run", "/TN", Task]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Stop(ServiceProgram program) => [["schtasks", "/End", "/TN", Task]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Remove(ServiceProgram program) => [["schtasks", "/End", "/TN", Task], ["schtasks", "/Delete", "/F", "/TN", Task]];
}
