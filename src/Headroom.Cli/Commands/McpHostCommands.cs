using System.CommandLine;
using Headroom.Agents.Changes;
using Headroom.Agents.Hosts;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom mcp install|uninstall|status</c>: our server in the files of its hosts.</summary>
internal static class McpHostCommands
{
    private const int NameWidth = 14;

    /// <summary>Makes <c>install</c>.</summary>
    public static Command Install()
    {
        Option<bool> force = new("--force") { Description = "Replace a server that stands under our name and is started otherwise." };
        return Create(
            "install", "Registers the tools with the hosts of this machine.", [force],
            (parsed, host, place, entry, journal) => Install(host, place, entry, journal, parsed.GetValue(force)));
    }

    /// <summary>Makes <c>uninstall</c>.</summary>
    public static Command Uninstall() => Create("uninstall", "Takes the tools out again; the files become what they were.", [], (_, host, place, entry, journal) =>
    {
        IReadOnlyList<UndoneChange> undone = journal.UndoAll(McpHosts.Owner(host));
        if (undone.Count > 0)
        {
            return (undone.All(change => change.Outcome != UndoOutcome.Kept), string.Join(' ', undone.Select(change => change.Outcome switch
            {
                UndoOutcome.Restored => "removed; the file is as it was",
                UndoOutcome.Merged => "removed; your edits since stay",
                UndoOutcome.NothingLeft => "was not there any more",
                _ => $"was edited since and left alone; remove 'headroom' from {change.Path} by hand (as it was before: {change.Backup})",
            })));
        }

        return McpHosts.State(host, place, entry) is McpRegistration.Registered or McpRegistration.Mismatch
            ? (false, $"was registered by hand; remove 'headroom' from {host.File(place)}")
            : (true, "not registered");
    });

    /// <summary>Makes <c>status</c>.</summary>
    public static Command Status() => Create(
        "status", "Says which hosts know the tools.", [], (_, host, place, entry, _) => (true, Word(McpHosts.State(host, place, entry), host.File(place))));

    private static (bool IsFine, string Text) Install(IMcpHost host, HostPlace place, McpServerEntry entry, ChangeJournal journal, bool isForced)
    {
        McpRegistration state = McpHosts.State(host, place, entry);
        bool isOurs = journal.Open(McpHosts.Owner(host)).Count > 0;
        if (state == McpRegistration.Registered)
        {
            return (true, "already registered");
        }

        if (state == McpRegistration.Mismatch && !isForced && !isOurs)
        {
            return (false, $"mismatch: {host.File(place)} starts 'headroom' otherwise; --force replaces it");
        }

        journal.Apply(McpHosts.Owner(host), host.File(place), content => host.Register(content, entry));
        return (true, $"registered in {host.File(place)}");
    }

    private static string Word(McpRegistration state, string file) => state switch
    {
        McpRegistration.Registered => $"registered in {file}",
        McpRegistration.Mismatch => $"mismatch: {file} starts 'headroom' otherwise",
        McpRegistration.Absent => "not registered",
        _ => "not detected",
    };

    private static Command Create(
        string name, string description, Option[] more, Func<ParseResult, IMcpHost, HostPlace, McpServerEntry, ChangeJournal, (bool IsFine, string Text)> work)
    {
        Argument<string[]> hosts = new("HOST") { Description = $"Which hosts: {string.Join(", ", McpHosts.All.Select(host => host.Name))}. Without, those of this machine.", Arity = ArgumentArity.ZeroOrMore };
        hosts.AcceptOnlyFromAmong([.. McpHosts.All.Select(host => host.Name)]);
        GatewayOption gateway = new();
        Option<string?> data = DataDirectory.Option();
        Option<bool> graph = McpCommand.GraphOption();
        Command command = new(name, description) { hosts, data, graph };
        gateway.AddTo(command);
        foreach (Option option in more)
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var place = new HostPlace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable);
            McpServerEntry entry = Entry(gateway.Read(parsed, DataDirectory.Resolve(parsed.GetValue(data))), gateway.IsLocal(parsed), parsed.GetValue(graph), parsed.GetValue(data));
            ChangeJournal journal = WrapCommand.JournalIn(DataDirectory.Resolve(parsed.GetValue(data)));
            string[] named = parsed.GetValue(hosts) ?? [];
            bool isFine = true;
            foreach (IMcpHost host in McpHosts.All.Where(host => named.Length == 0 || named.Contains(host.Name)))
            {
                isFine &= Tell(host, named.Length == 0 && !host.IsDetected(place) ? () => (true, "not detected") : () => work(parsed, host, place, entry, journal));
            }

            return isFine ? 0 : 1;
        });
        return command;
    }

    private static bool Tell(IMcpHost host, Func<(bool IsFine, string Text)> work)
    {
        try
        {
            (bool isFine, string text) = work();
            Console.Out.WriteLine($"{host.Name,-NameWidth} {text}");
            return isFine;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Out.WriteLine($"{host.Name,-NameWidth} failed: {failure.Message}");
            return false;
        }
    }

    private static McpServerEntry Entry(GatewayAddress? gateway, bool isLocal, bool hasGraph, string? data)
    {
        // A host starts the server without the variables of this shell.
        bool isElsewhere = data is not null || Environment.GetEnvironmentVariable("HEADROOM_HOME") is { Length: > 0 };
        string[] where = gateway is not null ? ["--gateway", gateway.Url.AbsoluteUri.TrimEnd('/')] : [.. isLocal ? (ReadOnlySpan<string>)["--local"] : [], .. isElsewhere ? (ReadOnlySpan<string>)["--data", DataDirectory.Resolve(data)] : []];
        return McpCommand.Entry(hasGraph, where, gateway?.Key);
    }
}
