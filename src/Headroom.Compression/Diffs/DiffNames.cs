namespace Headroom.Compression.Diffs;

/// <summary>What the files of a diff are called.</summary>
internal static class DiffNames
{
    /// <summary>The path of a file as its header names it, the new one where there are two; without the side's <c>b/</c>.</summary>
    public static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> content, DiffBlock block, DiffFile file)
    {
        for (int i = file.First; i < file.HeaderEnd; i++)
        {
            ReadOnlySpan<byte> line = block.Lines[content, i];
            if (line.StartsWith("+++ "u8) && !line.StartsWith("+++ /dev/null"u8))
            {
                return Stripped(line[4..]);
            }
        }

        ReadOnlySpan<byte> first = block.Lines[content, file.First];
        return Stripped(first[(first.LastIndexOf((byte)' ') + 1)..]);
    }

    private static ReadOnlySpan<byte> Stripped(ReadOnlySpan<byte> name)
    {
        int tab = name.IndexOf((byte)'\t');
        name = tab < 0 ? name : name[..tab];
        return name.StartsWith("b/"u8) || name.StartsWith("a/"u8) ? name[2..] : name;
    }
}
