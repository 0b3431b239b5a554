using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Headroom.Agents.Proxies;
using Headroom.Cli.Embedded;
using Headroom.Cli.Services;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom install|start|stop|status|remove</c>: the proxy as a service of the user's.</summary>
internal static class ServiceCommands
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Makes <c>install</c>.</summary>
    public static Command Install() => Create(
        "install", "Runs the proxy as a service of yours from now on: systemd, launchd, or a task at logon on Windows.",
        (service, _) => Tell(service.Install(), $"The proxy runs as a service{(service.Description is { } file ? $", described in {file}" : "")}."));

    /// <summary>Makes <c>start</c>.</summary>
    public static Command Start() => Create("start", "Starts the installed service.", (service, _) => IfInstalled(service, () => Tell(service.Start(), "Started.")));

    /// <summary>Makes <c>stop</c>.</summary>
    public static Command Stop() => Create("stop", "Stops the service until it is started again; open streams end first.", (service, _) => IfInstalled(service, () => Tell(service.Stop(), "Stopped.")));

    /// <summary>Makes <c>remove</c>.</summary>
    public static Command Remove() => Create("remove", "Stops the service and takes it out.", (service, _) => IfInstalled(service, () => Tell(service.Remove(), "Removed.")));

    /// <summary>Makes <c>status</c>. Its exit code is 0 where the proxy answers, else 3, as the Linux Standard Base has it.</summary>
    public static Command Status()
    {
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Option<int> port = LocalGateway.PortOption();
        Option<string?> data = DataDirectory.Option();
        Command command = new("status", "Says whether the service is installed and the proxy answers. Exit code 0: it answers, 3: it does not.") { json, port, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var local = new LocalGateway(DataDirectory.Resolve(parsed.GetValue(data)), parsed.GetValue(port));
            using HttpClient http = LocalGateway.Client();
            GatewayState state = await new GatewayProbe(http).AskAsync(local.Url, null, AnswerLimit, cancellationToken);
            bool? isInstalled = Service(local).IsInstalled;
            (bool answers, string text) = state switch
            {
                GatewayState.Ready ready => (true, $"answers at {local.Url}, version {ready.Version}"),
                GatewayState.Refused => (true, $"answers at {local.Url} and asks for a key"),
                GatewayState.Other => (false, $"does not run; something else answers at {local.Url}"),
                _ => (false, $"does not answer at {local.Url}"),
            };
            Console.Out.WriteLine(parsed.GetValue(json)
                ? new JsonObject { ["installed"] = isInstalled, ["answers"] = answers, ["url"] = local.Url.AbsoluteUri.TrimEnd('/'), ["version"] = (state as GatewayState.Ready)?.Version }.ToJsonString()
                : $"The proxy {text}.{(isInstalled switch { true => " The service is installed.", false => " No service is installed.", _ => "" })}");
            return answers ? 0 : 3;
        });
        return command;
    }

    private static Command Create(string name, string description, Func<ServiceInstallation, LocalGateway, int> work)
    {
        Option<int> port = LocalGateway.PortOption();
        Option<string?> data = DataDirectory.Option();
        Command command = new(name, description) { port, data };
        command.SetAction(parsed =>
        {
            var local = new LocalGateway(DataDirectory.Resolve(parsed.GetValue(data)), parsed.GetValue(port));
            try
            {
                return work(Service(local), local);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return HeadroomCommand.Fail(failure.Message);
            }
        });
        return command;
    }

    private static ServiceInstallation Service(LocalGateway local)
    {
        var program = new ServiceProgram(local.ServiceArguments(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), local.Log, Environment.GetEnvironmentVariable);
        IServiceManager manager = OperatingSystem.IsWindows() ? new LogonTask() : OperatingSystem.IsMacOS() ? new LaunchAgent(getuid()) : new SystemdUser();
        return new ServiceInstallation(manager, program, WrapCommand.JournalIn(local.Directory));
    }

    private static int IfInstalled(ServiceInstallation service, Func<int> work) =>
        service.IsInstalled == false ? HeadroomCommand.Fail("no service is installed; 'headroom install' does that.") : work();

    private static int Tell(string? failure, string success)
    {
        if (failure is not null)
        {
            return HeadroomCommand.Fail(failure);
        }

        Console.Out.WriteLine(success);
        return 0;
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint getuid();
}
