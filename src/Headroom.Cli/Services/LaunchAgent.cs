using System.Security;

namespace Headroom.Cli.Services;

/// <summary>macOS's launchd (launchd.plist(5)).</summary>
/// <param name="userId">The user's number.</param>
internal sealed class LaunchAgent(uint userId) : IServiceManager
{
    private const string Label = "dev.headroom.proxy";

    /// <inheritdoc/>
    public string Name => "launchd";

    /// <inheritdoc/>
    public IReadOnlyList<string[]> AfterRemoval => [];

    private string Target => $"gui/{userId}/{Label}";

    /// <inheritdoc/>
    public (string Path, string Content)? Description(ServiceProgram program) => (File(program), $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
            <key>Label</key>
            <string>{Label}</string>
            <key>ProgramArguments</key>
            <array>
        {string.Concat(program.Arguments.Select(argument => $"        <string>{SecurityElement.Escape(argument)}</string>\n"))}    </array>
            <key>RunAtLoad</key>
            <true/>
            <key>KeepAlive</key>
            <dict>
                <key>SuccessfulExit</key>
                <false/>
            </dict>
            <key>StandardOutPath</key>
            <string>{SecurityElement.Escape(program.Log)}</string>
            <key>StandardErrorPath</key>
            <string>{SecurityElement.Escape(program.Log)}</string>
        </dict>
        </plist>

        """.ReplaceLineEndings("\n"));

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Install(ServiceProgram program) => [["launchctl", "bootstrap", $"gui/{userId}", File(program)]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Start(ServiceProgram program) => [["launchctl", "bootstrap", $"gui/{userId}", File(program)]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Stop(ServiceProgram program) => [["launchctl", "bootout", Target]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Remove(ServiceProgram program) => [["launchctl", "bootout", Target]];

    private static string File(ServiceProgram program) => Path.Combine(program.Home, "Library", "LaunchAgents", Label + ".plist");
}
