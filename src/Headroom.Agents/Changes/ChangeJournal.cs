using System.Text.Json;

namespace Headroom.Agents.Changes;

/// <summary>
/// Changes to files that belong to others. What a file held, and what it is to hold, is on the disk before the file is touched, so that
/// each change can be undone byte for byte, after a crash at any point too.
/// </summary>
/// <param name="directory">Where the journal is kept.</param>
public sealed class ChangeJournal(string directory)
{
    /// <value>Called after each step; tests end the work there, as a power cut would.</value>
    internal Action<ChangeStep>? AfterStep { get; init; }

    /// <summary>What stands open of one owner, oldest first; of all owners where none is named.</summary>
    public IReadOnlyList<FileChange> Open(string? owner = null) => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<FileChange>().Where(change => owner is null || change.Owner == owner)];

    /// <summary>Changes a file, after its present content is safe.</summary>
    /// <param name="owner">Whose change it is, such as <c>wrap:cline</c>; it is undone under this name.</param>
    /// <param name="path">The file; what a link points to is changed, not the link.</param>
    /// <param name="edit">Makes the new content of the present one, which is empty where there is no file.</param>
    /// <returns>Whether the file had to be changed.</returns>
    public bool Apply(string owner, string path, Func<byte[], byte[]> edit)
    {
        using FileStream held = Hold();
        path = Resolve(path);
        FileChange? standing = Open(owner).LastOrDefault(change => change.Path == path);
        if (standing is not null)
        {
            Undo(standing);
        }

        bool existed = File.Exists(path);
        byte[] before = existed ? File.ReadAllBytes(path) : [];
        byte[] after = edit(before);
        if (existed && after.AsSpan().SequenceEqual(before))
        {
            return false;
        }

        string name = NextName();
        var change = new FileChange(name, owner, path, existed, FirstMissingDirectory(path));
        DurableFile.Write(Beside(name, ".before"), before);
        DurableFile.Write(Beside(name, ".after"), after);
        Done(ChangeStep.Kept);
        DurableFile.Write(Beside(name, ".json"), JsonSerializer.SerializeToUtf8Bytes(change, ChangeJson.Default.FileChange));
        Done(ChangeStep.Journaled);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFile.Write(path, after);
        Done(ChangeStep.Written);
        return true;
    }

    /// <summary>Undoes everything that stands open of an owner, newest first.</summary>
    /// <returns>What became of each file.</returns>
    public IReadOnlyList<UndoneChange> UndoAll(string owner)
    {
        if (Open(owner).Count == 0)
        {
            return [];
        }

        using FileStream held = Hold();
        return [.. Open(owner).Reverse().Select(Undo)];
    }

    private UndoneChange Undo(FileChange change)
    {
        byte[] before = File.ReadAllBytes(Beside(change.Name, ".before"));
        byte[] after = File.ReadAllBytes(Beside(change.Name, ".after"));
        DurableFile.RemoveRemains(change.Path);
        bool isThere = File.Exists(change.Path);
        byte[] now = isThere ? File.ReadAllBytes(change.Path) : [];
        UndoOutcome outcome;
        if (!isThere || (change.Existed && now.AsSpan().SequenceEqual(before)))
        {
            // Never written, or put back by hand, or removed since: nothing of ours is left.
            outcome = UndoOutcome.NothingLeft;
        }
        else if (now.AsSpan().SequenceEqual(after))
        {
            Restore(change, before);
            outcome = UndoOutcome.Restored;
        }
        else if (ChangeReversal.TakeOut(before, after, now) is { } merged)
        {
            DurableFile.Write(change.Path, merged);
            outcome = UndoOutcome.Merged;
        }
        else
        {
            return new UndoneChange(change.Path, UndoOutcome.Kept, Beside(change.Name, ".before"));
        }

        Done(ChangeStep.Undone);
        RemoveEmptyDirectories(change);
        File.Delete(Beside(change.Name, ".json"));
        Done(ChangeStep.Closed);
        File.Delete(Beside(change.Name, ".before"));
        File.Delete(Beside(change.Name, ".after"));
        return new UndoneChange(change.Path, outcome, null);
    }

    private static void Restore(FileChange change, byte[] before)
    {
        if (change.Existed)
        {
            DurableFile.Write(change.Path, before);
        }
        else
        {
            File.Delete(change.Path);
        }
    }

    private static void RemoveEmptyDirectories(FileChange change)
    {
        string? made = change.MadeDirectory;
        for (string? at = Path.GetDirectoryName(change.Path); made is not null && at is not null && at.Length >= made.Length; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at) && Directory.EnumerateFileSystemEntries(at).Any())
            {
                return;
            }

            if (Directory.Exists(at))
            {
                Directory.Delete(at);
            }
        }
    }

    private static string? FirstMissingDirectory(string path)
    {
        string? missing = null;
        for (string? at = Path.GetDirectoryName(path); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing = at;
        }

        return missing;
    }

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private FileChange? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ChangeJson.Default.FileChange);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{file} is no entry of the journal of changed files: {broken.Message}", broken);
        }
    }

    private string NextName()
    {
        int last = Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file).Split('.')[0]).Where(name => int.TryParse(name, out _)).Select(int.Parse).DefaultIfEmpty().Max();
        return (last + 1).ToString("D6");
    }

    private string Beside(string name, string extension) => Path.Combine(directory, name + extension);

    /// <summary>One at a time: two processes would each keep what the other is about to write.</summary>
    private FileStream Hold()
    {
        Directory.CreateDirectory(directory);
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"Another headroom is changing files right now, or {directory} cannot be written; try again.", taken);
        }
    }

    private void Done(ChangeStep step) => AfterStep?.Invoke(step);
}
