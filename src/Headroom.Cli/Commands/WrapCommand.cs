using System.CommandLine;
using Headroom.Agents.Changes;
using Headroom.Agents.Launching;
using Headroom.Agents.Proxies;
using Headroom.Agents.Recipes;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom wrap AGENT -- …</c>: runs a coding agent through Headroom.</summary>
internal static class WrapCommand
{
    /// <summary>What a shell answers for a command that is not there.</summary>
    private const int NotFound = 127;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> agent = AgentArgument(ArgumentArity.ExactlyOne);
        Argument<string[]> arguments = new("ARGUMENTS") { Description = "What the agent gets, behind --.", Arity = ArgumentArity.ZeroOrMore };
        GatewayOption gateway = new();
        Option<int> port = LocalGateway.PortOption();
        Option<string?> data = DataDirectory.Option();
        Option<bool> graph = new("--code-graph") { Description = "Index the source code of this directory: it ranks which bodies stay when code is compressed, and the agent gets headroom_symbols and headroom_outline." };
        Option<bool> noMcp = new("--no-mcp") { Description = "Do not give the agent Headroom's MCP tools." };
        Command command = new("wrap", "Runs a coding agent through Headroom. It starts the proxy of this machine if it is not running; everything after -- goes to the agent.")
        {
            agent, arguments, port, data, graph, noMcp,
        };
        gateway.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            AgentRecipes.Named(parsed.GetValue(agent)!)!,
            parsed.GetValue(arguments) ?? [],
            new LocalGateway(DataDirectory.Resolve(parsed.GetValue(data)), parsed.GetValue(port)),
            gateway.Read(parsed, DataDirectory.Resolve(parsed.GetValue(data))),
            gateway.Key(parsed),
            gateway.IsNamed(parsed),
            parsed.GetValue(graph),
            !parsed.GetValue(noMcp),
            cancellationToken));
        return command;
    }

    /// <summary>The argument that names an agent.</summary>
    public static Argument<string> AgentArgument(ArgumentArity arity)
    {
        Argument<string> agent = new("AGENT") { Description = $"One of {string.Join(", ", AgentRecipes.All.Select(known => known.Name))}.", Arity = arity };
        agent.AcceptOnlyFromAmong([.. AgentRecipes.All.Select(known => known.Name)]);
        return agent;
    }

    /// <summary>The journal of changed files in a data directory.</summary>
    public static ChangeJournal JournalIn(string directory) => new(Path.Combine(directory, "changes"));

    /// <summary>The name that an agent's changes are journaled under.</summary>
    public static string Owner(string agent) => $"wrap:{agent}";

    private static async Task<int> RunAsync(
        IAgentRecipe agent, string[] arguments, LocalGateway local, GatewayAddress? given, string? key, bool isNamed, bool hasGraph, bool hasMcp, CancellationToken cancellationToken)
    {
        string? program = agent.Command is { } command ? CommandSearch.Find(command, Environment.GetEnvironmentVariable) : null;
        if (agent.Command is not null && program is null)
        {
            HeadroomCommand.Fail($"'{agent.Command}' is not on the PATH; install it first.");
            return NotFound;
        }

        if (await local.ReachAsync(given, key, cancellationToken) is not { } gateway)
        {
            return 1;
        }

        if (isNamed)
        {
            Remember(gateway, local.Directory);
        }

        var place = new AgentPlace(
            gateway.Url, gateway.Key, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.CurrentDirectory, local.Directory, arguments,
            Environment.GetEnvironmentVariable)
        {
            Mcp = hasMcp ? McpCommand.Entry(hasGraph, ["--gateway", gateway.Url.AbsoluteUri.TrimEnd('/')], gateway.Key) : null,
        };
        if (hasGraph)
        {
            await IndexAsync(place, isLocal: given is null, cancellationToken);
        }

        AgentSetup setup = agent.Prepare(place);
        foreach (string note in setup.Notes)
        {
            Console.Error.WriteLine(program is null ? note : $"headroom: {note}");
        }

        return program is null ? 0 : await RunAsync(agent, program, [.. setup.Arguments, .. arguments, .. setup.LastArguments], setup, JournalIn(local.Directory));
    }

    private static async Task<int> RunAsync(IAgentRecipe agent, string program, IEnumerable<string> arguments, AgentSetup setup, ChangeJournal journal)
    {
        try
        {
            foreach (FileEdit file in setup.Files)
            {
                journal.Apply(Owner(agent.Name), file.Path, file.Edit);
            }

            return await AgentProcess.RunAsync(program, arguments, setup.Environment);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return HeadroomCommand.Fail($"{agent.Name} cannot be pointed at Headroom: {failure.Message}");
        }
        finally
        {
            GiveBack(agent, journal);
        }
    }

    /// <summary>The proxy of this machine reads the project's code by itself; without, the agent runs all the same.</summary>
    private static async Task IndexAsync(AgentPlace place, bool isLocal, CancellationToken cancellationToken)
    {
        string? reason = "a gateway elsewhere does not read the files of this machine";
        if (isLocal)
        {
            using HttpClient http = LocalGateway.Client();
            reason = await new CodeGraphRequest(http).SendAsync(place.Gateway, place.Key, place.Project, place.WorkingDirectory, cancellationToken);
        }

        if (reason is not null)
        {
            Console.Error.WriteLine($"headroom: the code of this directory does not rank what stays: {reason}{(place.Mcp is null ? "" : "; the agent has its tools")}");
        }
    }

    /// <summary>The gateway let us in: from now on it need not be named.</summary>
    private static void Remember(GatewayAddress gateway, string directory)
    {
        try
        {
            new RememberedGateway(directory).Write(gateway);
            Console.Error.WriteLine("headroom: remembered; from now on 'wrap' goes there, or with --local to this machine");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"headroom: the gateway cannot be remembered: {failure.Message}");
        }
    }

    /// <summary>The agent has ended: its exit code counts, whatever becomes of its files.</summary>
    private static void GiveBack(IAgentRecipe agent, ChangeJournal journal)
    {
        try
        {
            UnwrapCommand.Tell(journal.UndoAll(Owner(agent.Name)), Console.Error, tellsSuccess: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            HeadroomCommand.Fail($"files of {agent.Name} are still changed ({failure.Message}); 'headroom unwrap {agent.Name}' gives them back.");
        }
    }
}
