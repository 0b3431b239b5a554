using System.CommandLine;
using Headroom.Agents.Changes;
using Headroom.Agents.Hosts;
using Headroom.Agents.Standing;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom init</c>: agents go through Headroom from now on, however they are started.</summary>
internal static class InitCommand
{
    private const int NameWidth = 8;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        string[] known = [.. StandingSetup.All.Select(setup => setup.Name)];
        Argument<string[]> agents = new("AGENT") { Description = $"Which agents: {string.Join(", ", known)}. Without, those of this machine. Others go through 'headroom wrap'.", Arity = ArgumentArity.ZeroOrMore };
        agents.AcceptOnlyFromAmong(known);
        Option<bool> undo = new("--undo") { Description = "Give the files back as they were, and forget the gateway." };
        Option<int> port = LocalGateway.PortOption();
        Option<string?> data = DataDirectory.Option();
        GatewayOption gateway = new();
        Command command = new("init", "Writes the address of the proxy, or of a team's gateway, into agents' own settings, so that they need no 'wrap'.") { agents, undo, port, data };
        gateway.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var local = new LocalGateway(DataDirectory.Resolve(parsed.GetValue(data)), parsed.GetValue(port));
            string[] named = parsed.GetValue(agents) ?? [];
            try
            {
                if (parsed.GetValue(undo))
                {
                    return Undo(local.Directory, named);
                }

                if (await local.ReachAsync(gateway.Read(parsed, local.Directory), gateway.Key(parsed), cancellationToken) is not { } reached)
                {
                    return 1;
                }

                if (gateway.IsNamed(parsed))
                {
                    new RememberedGateway(local.Directory).Write(reached);
                }

                return Write(named, reached, reached.Url == local.Url, WrapCommand.JournalIn(local.Directory));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return HeadroomCommand.Fail(failure.Message);
            }
        });
        return command;
    }

    private static int Write(string[] named, GatewayAddress gateway, bool isLocal, ChangeJournal journal)
    {
        var place = new HostPlace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable);
        StandingSetup[] chosen = [.. StandingSetup.All.Where(setup => named.Length == 0 ? setup.IsDetected(place) : named.Contains(setup.Name))];
        foreach (StandingSetup setup in chosen)
        {
            bool isChanged = journal.Apply(setup.Owner, setup.File(place), content => setup.Edit(content, new StandingGateway(gateway.Url, gateway.Key)));
            Console.Out.WriteLine($"{setup.Name,-NameWidth} {(isChanged ? "goes" : "went already")} through {gateway.Url.AbsoluteUri.TrimEnd('/')}: {setup.File(place)}");
        }

        if (chosen.Length == 0)
        {
            Console.Out.WriteLine($"None of {string.Join(", ", StandingSetup.All.Select(setup => setup.Name))} keeps settings on this machine; name one, or use 'headroom wrap AGENT'.");
        }
        else if (isLocal)
        {
            Console.Out.WriteLine("These agents need the proxy to run: 'headroom install' keeps it running. 'headroom init --undo' takes all of it back.");
        }

        Console.Out.WriteLine("The tools for MCP hosts: 'headroom mcp install'.");
        return 0;
    }

    private static int Undo(string directory, string[] named)
    {
        ChangeJournal journal = WrapCommand.JournalIn(directory);
        string[] owners = named.Length > 0
            ? [.. named.Select(StandingSetup.OwnerOf)]
            : [.. journal.Open().Select(change => change.Owner).Where(owner => owner.StartsWith(StandingSetup.OwnerOf(""), StringComparison.Ordinal)).Distinct()];
        UndoneChange[] undone = [.. owners.SelectMany(journal.UndoAll)];
        bool wasRemembered = named.Length == 0 && new RememberedGateway(directory).Forget();
        if (undone.Length == 0 && !wasRemembered)
        {
            Console.Out.WriteLine("Nothing is changed.");
        }

        return UnwrapCommand.Tell(undone, Console.Out, tellsSuccess: true) ? 0 : 1;
    }
}
