using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Diffs;

/// <summary>
/// A file's header as git writes it for one name and a text change, folded into a line from which it can be written again:
/// <c>=== path 1830b34e2..562c53205 100644</c>, with <c>==+</c> for a new file and <c>==-</c> for a deleted one.
/// </summary>
internal readonly struct GitHeader
{
    private readonly Extent _blobs;
    private readonly Extent _mode;
    private readonly byte _sign;

    private GitHeader(Extent path, Extent blobs, Extent mode, byte sign)
    {
        Path = path;
        _blobs = blobs;
        _mode = mode;
        _sign = sign;
    }

    /// <value>The path.</value>
    public Extent Path { get; }

    /// <summary>Reads the header of a file; <c>false</c> where it has anything that the one line would not say.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, DiffBlock block, DiffFile file, out GitHeader header)
    {
        header = default;
        int count = file.HeaderEnd - file.First;
        if (count is not (4 or 5) || !TryReadPath(content, block.Lines, file.First, out Extent path))
        {
            return false;
        }

        TextLines lines = block.Lines;
        ReadOnlySpan<byte> second = lines[content, file.First + 1];
        byte sign = count == 4 ? (byte)'='
            : second.StartsWith("new file mode "u8) ? (byte)'+'
            : second.StartsWith("deleted file mode "u8) ? (byte)'-'
            : (byte)0;
        int indexLine = file.First + count - 3;
        if (sign == 0 || !TryReadIndex(content, lines, indexLine, sign == '=', out Extent blobs, out Extent mode)
            || !IsName(lines[content, indexLine + 1], "--- "u8, "a/"u8, path.Of(content), sign == '+')
            || !IsName(lines[content, indexLine + 2], "+++ "u8, "b/"u8, path.Of(content), sign == '-'))
        {
            return false;
        }

        if (sign != '=')
        {
            int prefix = sign == '+' ? "new file mode ".Length : "deleted file mode ".Length;
            int start = lines.Start(file.First + 1);
            mode = new Extent(start + prefix, start + second.Length);
        }

        if (mode.Length == 0 || mode.Of(content).Contains((byte)' '))
        {
            return false;
        }

        header = new GitHeader(path, blobs, mode, sign);
        return true;
    }

    /// <summary>Writes the line, without its end.</summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output)
    {
        output.Append("=="u8).Append([_sign]).Append(" "u8).Append(Path.Of(content)).Append(" "u8);
        output.Append(_blobs.Of(content)).Append(" "u8).Append(_mode.Of(content));
    }

    // "diff --git a/x b/x": both names are the same, so half of the rest is one of them, whatever it contains.
    private static bool TryReadPath(ReadOnlySpan<byte> content, TextLines lines, int line, out Extent path)
    {
        path = default;
        ReadOnlySpan<byte> text = lines[content, line];
        if (!text.StartsWith("diff --git a/"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> names = text["diff --git a/".Length..];
        int length = (names.Length - " b/".Length) / 2;
        if (length <= 0 || names.Length != (2 * length) + " b/".Length || !names[length..].StartsWith(" b/"u8)
            || !names[(length + 3)..].SequenceEqual(names[..length]))
        {
            return false;
        }

        int start = lines.Start(line) + "diff --git a/".Length;
        path = new Extent(start, start + length);
        return true;
    }

    private static bool TryReadIndex(ReadOnlySpan<byte> content, TextLines lines, int line, bool hasMode, out Extent blobs, out Extent mode)
    {
        blobs = mode = default;
        ReadOnlySpan<byte> text = lines[content, line];
        if (!text.StartsWith("index "u8))
        {
            return false;
        }

        int start = lines.Start(line);
        int space = text["index ".Length..].IndexOf((byte)' ');
        if (hasMode != space >= 0)
        {
            return false;
        }

        int end = hasMode ? "index ".Length + space : text.Length;
        blobs = new Extent(start + "index ".Length, start + end);
        mode = hasMode ? new Extent(start + end + 1, start + text.Length) : default;
        return blobs.Length > 0 && !blobs.Of(content).Contains((byte)' ');
    }

    private static bool IsName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> sign, ReadOnlySpan<byte> side, ReadOnlySpan<byte> path, bool isAbsent)
    {
        if (!line.StartsWith(sign))
        {
            return false;
        }

        ReadOnlySpan<byte> name = line[sign.Length..];
        return isAbsent ? name.SequenceEqual("/dev/null"u8) : name.StartsWith(side) && name[side.Length..].SequenceEqual(path);
    }
}
