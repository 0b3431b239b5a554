using System.CommandLine;
using Headroom.Agents.Changes;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom unwrap</c>: gives back what a wrapped agent's files were, where the agent did not end in order.</summary>
internal static class UnwrapCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> agent = WrapCommand.AgentArgument(ArgumentArity.ZeroOrOne);
        Option<string?> data = DataDirectory.Option();
        Command command = new("unwrap", "Undoes what wrap changed in an agent's files; without a name, for all agents.") { agent, data };
        command.SetAction(parsed =>
        {
            ChangeJournal journal = WrapCommand.JournalIn(DataDirectory.Resolve(parsed.GetValue(data)));
            try
            {
                string[] owners = parsed.GetValue(agent) is { } name
                    ? [WrapCommand.Owner(name)]
                    : [.. journal.Open().Select(change => change.Owner).Where(owner => owner.StartsWith(WrapCommand.Owner(""), StringComparison.Ordinal)).Distinct()];
                UndoneChange[] undone = [.. owners.SelectMany(journal.UndoAll)];
                if (undone.Length == 0)
                {
                    Console.Out.WriteLine("Nothing is changed.");
                }

                return Tell(undone, Console.Out, tellsSuccess: true) ? 0 : 1;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return HeadroomCommand.Fail(failure.Message);
            }
        });
        return command;
    }

    /// <summary>Says what became of each file.</summary>
    /// <returns>Whether nothing of ours is left in any of them.</returns>
    public static bool Tell(IReadOnlyList<UndoneChange> undone, TextWriter output, bool tellsSuccess)
    {
        foreach (UndoneChange change in undone.Where(change => tellsSuccess || change.Outcome == UndoOutcome.Kept))
        {
            output.WriteLine(change.Outcome switch
            {
                UndoOutcome.Restored => $"{change.Path}: as it was.",
                UndoOutcome.Merged => $"{change.Path}: edited since; our part is taken out, the edits stay.",
                UndoOutcome.NothingLeft => $"{change.Path}: nothing of ours is in it.",
                _ => $"{change.Path}: edited since, and our part cannot be told from the edits; it was left alone. As it was before: {change.Backup}",
            });
        }

        return undone.All(change => change.Outcome != UndoOutcome.Kept);
    }
}
