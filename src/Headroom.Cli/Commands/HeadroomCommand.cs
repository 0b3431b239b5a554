using System.CommandLine;

namespace Headroom.Cli.Commands;

/// <summary>The <c>headroom</c> command.</summary>
internal static class HeadroomCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0: done; 1: it could not be done, one line on standard error says why; other: wrong usage.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Makes what AI agents send to language models smaller, reversibly.")
        {
            ProxyCommand.Create(),
            CompressCommand.Create(),
            RetrieveCommand.Create(),
            KeysCommand.Create(),
            McpCommand.Create(),
        };
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
