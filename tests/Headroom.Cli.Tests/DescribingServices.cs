using System.Xml.Linq;
using Headroom.Cli.Services;

namespace Headroom.Cli.Tests;

/// <summary>The proxy as each operating system is told of it.</summary>
public sealed class DescribingServices
{
    private static readonly ServiceProgram Program =
        new(["/opt/head room/headroom", "proxy", "--data", "/home/a\"b/100% $HOME\\x"], "/home/ana", "/data/proxy.log", _ => null);

    [Fact]
    public void Systemd_gets_a_unit_whose_command_line_survives_its_quoting()
    {
        (string path, string content) = new SystemdUser().Description(Program)!.Value;
        Assert.Equal("/home/ana/.config/systemd/user/headroom.service", path);
        Assert.Equal(
            """
            [Unit]
            Description=Headroom proxy

            [Service]
            ExecStart="/opt/head room/headroom" "proxy" "--data" "/home/a\"b/100%% $$HOME\\x"
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=60

            [Install]
            WantedBy=default.target

            """.ReplaceLineEndings("\n"),
            content);
        Assert.Equal("/elsewhere/systemd/user/headroom.service", new SystemdUser().Description(Program with { Variable = _ => "/elsewhere" })!.Value.Path);
    }

    [Fact]
    public void Launchd_gets_a_property_list_with_the_same_arguments()
    {
        (string path, string content) = new LaunchAgent(501).Description(Program)!.Value;
        Assert.Equal("/home/ana/Library/LaunchAgents/dev.headroom.proxy.plist", path);
        Assert.Equal(Program.Arguments, XDocument.Parse(content).Descendants("array").Single().Elements("string").Select(argument => argument.Value));
        Assert.Equal(["launchctl", "bootstrap", "gui/501", path], Assert.Single(new LaunchAgent(501).Install(Program)));
    }

    [Fact]
    public void Windows_gets_a_task_at_logon()
    {
        Assert.Null(new LogonTask().Description(Program));
        Assert.Contains("ONLOGON", new LogonTask().Install(Program)[0]);
        Assert.Equal(["/End", "/Delete"], new LogonTask().Remove(Program).Select(command => command[1]));
    }
}
