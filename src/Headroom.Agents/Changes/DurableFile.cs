namespace Headroom.Agents.Changes;

/// <summary>Writes a file so that it is whole at every moment: beside it first, flushed to the disk, then in its place.</summary>
internal static class DurableFile
{
    private const string Ending = ".headroom-";

    /// <summary>Writes; the permissions of a file that is there stay, a new one is for its owner only.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string beside = $"{path}{Ending}{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(beside, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Removes what a write that was cut off left beside the file.</summary>
    public static void RemoveRemains(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        foreach (string remains in Directory.Exists(directory) ? Directory.EnumerateFiles(directory, $"{Path.GetFileName(path)}{Ending}*") : [])
        {
            File.Delete(remains);
        }
    }
}
