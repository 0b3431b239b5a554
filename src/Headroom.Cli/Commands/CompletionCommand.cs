using System.CommandLine;
using Headroom.Cli.Completion;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom completion SHELL</c>: prints the script that makes a shell complete our command line.</summary>
internal static class CompletionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        string[] shells = [.. CompletionScripts.All.Keys.Order(StringComparer.Ordinal)];
        Argument<string> shell = new("SHELL") { Description = $"One of {string.Join(", ", shells)}." };
        shell.AcceptOnlyFromAmong(shells);
        Command command = new("completion", "Prints what makes a shell complete this program's command line; the first line says where it belongs.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(CompletionScripts.All[parsed.GetValue(shell)!]);
            return 0;
        });
        return command;
    }
}
