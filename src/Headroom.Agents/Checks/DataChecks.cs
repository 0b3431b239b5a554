using System.Globalization;
using Headroom.Agents.Changes;

namespace Headroom.Agents.Checks;

/// <summary>Is there room for the store, may we write, and did a wrapped agent leave a file changed?</summary>
public static class DataChecks
{
    private const long Little = 1L << 30, TooLittle = 100L << 20;

    /// <summary>Looks at the data directory.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="journal">The journal of changed files.</param>
    /// <param name="freeBytes">Room on the disk that it is on.</param>
    public static IEnumerable<Finding> Judge(string directory, ChangeJournal journal, Func<string, long> freeBytes)
    {
        string? existing = directory;
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        yield return MayWrite(existing!) ? JudgeRoom(directory, freeBytes(existing!)) : new Finding(
            "data", FindingStatus.Error, $"{directory} cannot be written", "give another directory: --data DIR, or HEADROOM_HOME");
        foreach (FileChange change in journal.Open().Where(change => change.Owner.StartsWith("wrap:", StringComparison.Ordinal)))
        {
            string agent = change.Owner["wrap:".Length..];
            yield return new Finding("files", FindingStatus.Warning, $"{change.Path} is still changed for {agent}: it runs, or did not end in order", $"headroom unwrap {agent}");
        }
    }

    private static Finding JudgeRoom(string directory, long free)
    {
        string room = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):F1} GB are free for {directory}");
        return free < TooLittle ? new Finding("disk", FindingStatus.Error, $"{room}: originals cannot be stored, so nothing is compressed", "make room, or move the data: HEADROOM_HOME")
            : free < Little ? new Finding("disk", FindingStatus.Warning, room, "make room, or move the data: HEADROOM_HOME")
            : new Finding("disk", FindingStatus.Ok, room);
    }

    private static bool MayWrite(string directory)
    {
        string trial = Path.Combine(directory, $".headroom-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
