using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>
/// Writes the paths of files one after the other, each directory once: a path with a separator is complete, one without is in
/// the directory of the path before. A backslash begins a complete path that could be taken for something else.
/// </summary>
internal sealed class PathWriter
{
    private const int MinFilesForBase = 4;

    private readonly int _base;
    private int _file = -1;

    private PathWriter(int @base) => _base = @base;

    /// <summary>A writer for a block's files.</summary>
    public static PathWriter For(ReadOnlySpan<byte> content, SearchBlock block)
    {
        int shared = 0;
        if (block.FileCount >= MinFilesForBase)
        {
            ReadOnlySpan<byte> first = block.Path(content, 0);
            shared = HitLine.DirectoryLength(first);
            for (int file = 1; file < block.FileCount && shared > 0; file++)
            {
                shared = first[..shared].CommonPrefixLength(block.Path(content, file));
            }

            shared = HitLine.DirectoryLength(first[..shared]);
        }

        return new PathWriter(shared);
    }

    /// <summary>What all written paths begin with, to be stated once; empty where none was written.</summary>
    public ReadOnlySpan<byte> Base(ReadOnlySpan<byte> content, SearchBlock block) => _file < 0 ? default : block.Path(content, 0)[.._base];

    /// <summary>Writes the path of a file.</summary>
    public void Write(ReadOnlySpan<byte> content, SearchBlock block, int file, Utf8Text output)
    {
        ReadOnlySpan<byte> path = block.Path(content, file)[_base..];
        int directory = HitLine.DirectoryLength(path);
        ReadOnlySpan<byte> before = _file < 0 ? default : block.Path(content, _file)[_base..];
        ReadOnlySpan<byte> directoryBefore = before[..HitLine.DirectoryLength(before)];
        if (path[..directory].SequenceEqual(directoryBefore) && !NeedsEscape(path[directory..]))
        {
            output.Append(path[directory..]);
        }
        else
        {
            output.Append(directory == 0 || NeedsEscape(path) ? "\\"u8 : default).Append(path);
        }

        _file = file;
    }

    private static bool NeedsEscape(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text[0] is (byte)'\\' or (byte)'|' or (byte)':' or (byte)'-' || char.IsAsciiDigit((char)text[0]) || text.StartsWith("×"u8);
}
