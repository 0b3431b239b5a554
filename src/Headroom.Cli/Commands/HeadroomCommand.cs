using System.CommandLine;

namespace Headroom.Cli.Commands;

/// <summary>The <c>headroom</c> command.</summary>
internal static class HeadroomCommand
{
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("proxy", () => ProxyCommand.Create()),
        ("wrap", () => WrapCommand.Create()),
        ("unwrap", () => UnwrapCommand.Create()),
        ("mcp", () => McpCommand.Create()),
        ("perf", () => PerfCommand.Create()),
        ("savings", () => SavingsCommand.Create()),
        ("doctor", () => DoctorCommand.Create()),
        ("compress", () => CompressCommand.Create()),
        ("retrieve", () => RetrieveCommand.Create()),
        ("keys", () => KeysCommand.Create()),
        ("init", () => InitCommand.Create()),
        ("install", () => ServiceCommands.Install()),
        ("start", () => ServiceCommands.Start()),
        ("stop", () => ServiceCommands.Stop()),
        ("status", () => ServiceCommands.Status()),
        ("remove", () => ServiceCommands.Remove()),
        ("update", () => UpdateCommand.Create()),
        ("completion", () => CompletionCommand.Create()),
        ("model", () => ModelCommand.Create()),
    ];

    /// <summary>Runs a command line.</summary>
    /// <returns>0: done; 1: it could not be done, one line on standard error says why; of <c>wrap</c>, the agent's; other: wrong usage.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        if (args is ["--version"])
        {
            Console.Out.WriteLine(HeadroomVersion.Text);
            return Task.FromResult(0);
        }

        var root = new RootCommand("Makes what AI agents send to language models smaller, reversibly.");

        // Making a command loads what it stands on: only the one that is asked for, unless help is to list them all.
        bool isNamed = Array.Exists(Commands, command => command.Name == args.FirstOrDefault());
        foreach ((string name, Func<Command> create) in Commands)
        {
            if (!isNamed || name == args[0])
            {
                root.Add(create());
            }
        }

        HelpWithExamples.AddTo(root);
        ParseResult parsed = root.Parse(args);

        // Ctrl-C is the commands' own: the proxy drains its streams first.
        parsed.InvocationConfiguration.ProcessTerminationTimeout = null;
        return parsed.InvokeAsync();
    }

    /// <summary>Says why a command could not do its work.</summary>
    public static int Fail(string reason)
    {
        Console.Error.WriteLine($"headroom: {reason}");
        return 1;
    }
}
