using System.Text;

namespace Headroom.Cli.Services;

/// <summary>systemd's manager of one user (systemd.service(5)).</summary>
internal sealed class SystemdUser : IServiceManager
{
    private const string Unit = "headroom.service";

    /// <inheritdoc/>
    public string Name => "systemd";

    /// <inheritdoc/>
    public IReadOnlyList<string[]> AfterRemoval => [["systemctl", "--user", "daemon-reload"]];

    /// <inheritdoc/>
    public (string Path, string Content)? Description(ServiceProgram program)
    {
        string configuration = program.Variable("XDG_CONFIG_HOME") is { Length: > 0 } given ? given : Path.Combine(program.Home, ".config");
        return (Path.Combine(configuration, "systemd", "user", Unit), $"""
            [Unit]
            Description=Headroom proxy

            [Service]
            ExecStart={string.Join(' ', program.Arguments.Select(Quote))}
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=60

            [Install]
            WantedBy=default.target

            """.ReplaceLineEndings("\n"));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Install(ServiceProgram program) => [["systemctl", "--user", "daemon-reload"], ["systemctl", "--user", "enable", "--now", Unit]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Start(ServiceProgram program) => [["systemctl", "--user", "start", Unit]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Stop(ServiceProgram program) => [["systemctl", "--user", "stop", Unit]];

    /// <inheritdoc/>
    public IReadOnlyList<string[]> Remove(ServiceProgram program) => [["systemctl", "--user", "disable", "--now", Unit]];

    /// <summary>As systemd reads a command line: quoted, with its signs for variables and specifiers doubled.</summary>
    private static string Quote(string argument)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in argument)
        {
            quoted.Append(character switch { '"' => "\\\"", '\\' => @"\\", '$' => "$$", '%' => "%%", _ => character.ToString() });
        }

        return quoted.Append('"').ToString();
    }
}
