namespace Headroom.Gateway.Access;

/// <summary>Files that are for their owner alone: keys, and what names them.</summary>
public static class OwnerFile
{
    /// <summary>Writes a file, readable for its owner only. Whoever reads it meanwhile sees the old one or the new one.</summary>
    /// <param name="path">The file; its directory is made where there is none.</param>
    /// <param name="write">Writes what stands in it.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // A draft that was left behind may be readable for others.
        File.Delete(draft);
        using (var file = new FileStream(draft, options))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
