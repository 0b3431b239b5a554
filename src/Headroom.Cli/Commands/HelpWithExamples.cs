using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Headroom.Cli.Commands;

/// <summary>Help, and below it how the command is used in practice.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    private static readonly FrozenDictionary<string, string[]> Examples = new Dictionary<string, string[]>
    {
        ["headroom"] = ["headroom wrap claude", "headroom perf", "headroom doctor"],
        ["proxy"] = ["headroom proxy", "headroom proxy --port 9000 --profile conservative", "headroom proxy --code-graph ~/src/shop", "headroom proxy --tool-profile Read=raw --tool-profile \"mcp__*=aggressive\""],
        ["wrap"] = ["headroom wrap claude", "headroom wrap codex -- exec \"fix the tests\"", "headroom wrap claude --code-graph", "headroom wrap qwen --no-mcp", "headroom wrap claude --gateway https://headroom.example.com --key hr_…"],
        ["unwrap"] = ["headroom unwrap", "headroom unwrap cline"],
        ["mcp"] = ["headroom mcp install", "headroom mcp status", "headroom mcp serve"],
        ["perf"] = ["headroom perf", "headroom perf code-search incident --runs 20", "headroom perf --only traffic --since 24h --project web --json"],
        ["savings"] = ["headroom savings", "headroom savings --days 30 --json", "headroom savings --user ana"],
        ["doctor"] = ["headroom doctor", "headroom doctor --json"],
        ["compress"] = ["kubectl logs deploy/api | headroom compress --question \"why did it restart?\"", "headroom compress messages.json --explain"],
        ["retrieve"] = ["headroom retrieve 1a2b3c4d5e6f7a8b9c0d1e2f", "headroom retrieve 1a2b3c4d5e6f7a8b9c0d1e2f --query timeout"],
        ["keys"] = ["headroom keys add ana --owner ana --team shop --project web", "headroom keys list"],
        ["completion"] = ["source <(headroom completion bash)"],
        ["update"] = ["headroom update --check", "headroom update -y"],
        ["init"] = ["headroom init", "headroom init claude codex", "headroom init --undo"],
        ["install"] = ["headroom install", "headroom install --port 9000"],
    }.ToFrozenDictionary();

    /// <summary>Puts the examples behind the help of every command.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            option.Aliases.Clear();
            option.Aliases.Add("-h");
            option.Action = option.Action is SynchronousCommandLineAction help ? new HelpWithExamples(help) : option.Action;
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        if (Examples.TryGetValue(command is RootCommand ? "headroom" : command.Name, out string[]? examples))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return exitCode;
    }
}
