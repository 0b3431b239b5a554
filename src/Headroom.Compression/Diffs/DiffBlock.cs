using Headroom.Compression.Texts;

namespace Headroom.Compression.Diffs;

/// <summary>
/// A diff taken apart in one pass: every line's kind, and the files and hunks they make up. A hunk has as many lines as its header
/// says, so that a removed line <c>-- x</c> is no file name.
/// </summary>
internal sealed class DiffBlock : IDisposable
{
    private DiffFile? _file;
    private bool _isInHeader;
    private int _hunk = -1;
    private int _parents;
    private int _oldLeft;
    private int _newLeft;

    private DiffBlock(ReadOnlySpan<byte> content)
    {
        Lines = TextLines.Split(content);
        Kinds = new DiffLineKind[Lines.Count];
        for (int i = 0; i < Lines.Count; i++)
        {
            Kinds[i] = Classify(content, i);
        }

        CloseFile(Lines.Count);
    }

    /// <value>Where the lines lie.</value>
    public TextLines Lines { get; }

    /// <value>What each line is.</value>
    public DiffLineKind[] Kinds { get; }

    /// <value>The files, in order.</value>
    public List<DiffFile> Files { get; } = [];

    /// <value>Lines that only new sides have.</value>
    public int Added { get; private set; }

    /// <value>Lines that only old sides have.</value>
    public int Removed { get; private set; }

    /// <value>The number of hunks.</value>
    public int HunkCount { get; private set; }

    /// <summary>Takes a block apart.</summary>
    public static DiffBlock Read(ReadOnlySpan<byte> content) => new(content);

    /// <inheritdoc/>
    public void Dispose() => Lines.Dispose();

    /// <summary>Whether a line begins a file as git writes it.</summary>
    public static bool BeginsFile(ReadOnlySpan<byte> line) =>
        line.StartsWith("diff --git "u8) || line.StartsWith("diff --cc "u8) || line.StartsWith("diff --combined "u8);

    private DiffLineKind Classify(ReadOnlySpan<byte> content, int i)
    {
        ReadOnlySpan<byte> line = Lines[content, i];
        if (_hunk >= 0)
        {
            if (ReadBody(line) is { } body)
            {
                return body;
            }

            EndHunk(i);
        }

        if (BeginsFile(line) || (line.StartsWith("diff -"u8) && IsFileName(content, i + 1)))
        {
            OpenFile(i);
            return DiffLineKind.Header;
        }

        if (!_isInHeader && IsFileName(content, i))
        {
            OpenFile(i);
            return DiffLineKind.Header;
        }

        if (_file is not null && line.StartsWith("@@"u8) && HunkHeader.TryRead(line, out HunkHeader header))
        {
            BeginHunk(i, header);
            return DiffLineKind.Hunk;
        }

        if (_isInHeader && IsHeaderLine(line))
        {
            return DiffLineKind.Header;
        }

        CloseFile(i);
        return DiffLineKind.Other;
    }

    private DiffLineKind? ReadBody(ReadOnlySpan<byte> line)
    {
        byte sign = line.IsEmpty ? (byte)' ' : line[0];
        if (sign == '\\')
        {
            return DiffLineKind.NoNewline;
        }

        if (_parents > 1)
        {
            return ReadCombined(line);
        }

        switch (sign)
        {
            case (byte)' ' when _oldLeft > 0 && _newLeft > 0:
                _oldLeft--;
                _newLeft--;
                return DiffLineKind.Context;
            case (byte)'-' when _oldLeft > 0:
                _oldLeft--;
                _file!.Removed++;
                return DiffLineKind.Removed;
            case (byte)'+' when _newLeft > 0:
                _newLeft--;
                _file!.Added++;
                return DiffLineKind.Added;
            default:
                return null;
        }
    }

    // With several parents a line has a sign for each: it counts as removed where any says so, else as added where any says so.
    private DiffLineKind? ReadCombined(ReadOnlySpan<byte> line)
    {
        if (_newLeft <= 0 && !line.StartsWith("-"u8) && !line.StartsWith(" -"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> signs = line[..Math.Min(line.Length, _parents)];
        if (signs.ContainsAnyExcept((byte)' ', (byte)'+', (byte)'-'))
        {
            return null;
        }

        if (signs.Contains((byte)'-'))
        {
            _file!.Removed++;
            return DiffLineKind.Removed;
        }

        _newLeft--;
        if (signs.Contains((byte)'+'))
        {
            _file!.Added++;
            return DiffLineKind.Added;
        }

        return DiffLineKind.Context;
    }

    private void BeginHunk(int line, HunkHeader header)
    {
        _file!.HeaderEnd = _file.Hunks.Count == 0 ? line : _file.HeaderEnd;
        _isInHeader = false;
        _hunk = line;
        (_parents, _oldLeft, _newLeft) = header;
        HunkCount++;
    }

    private void EndHunk(int line)
    {
        if (_hunk >= 0)
        {
            _file!.Hunks.Add(new DiffHunk(_hunk, line));
            _hunk = -1;
        }
    }

    private void OpenFile(int line)
    {
        CloseFile(line);
        _file = new DiffFile { First = line };
        _isInHeader = true;
        Files.Add(_file);
    }

    private void CloseFile(int line)
    {
        EndHunk(line);
        if (_file is { } file)
        {
            file.HeaderEnd = file.Hunks.Count == 0 ? line : file.HeaderEnd;
            file.End = line;
            Added += file.Added;
            Removed += file.Removed;
        }

        _file = null;
        _isInHeader = false;
    }

    // "--- x" and "+++ x", one after the other: the two names of a file.
    private bool IsFileName(ReadOnlySpan<byte> content, int line) =>
        line + 1 < Lines.Count && Lines[content, line].StartsWith("--- "u8) && Lines[content, line + 1].StartsWith("+++ "u8)
        && line + 2 < Lines.Count && HunkHeader.TryRead(Lines[content, line + 2], out _);

    private static bool IsHeaderLine(ReadOnlySpan<byte> line) =>
        line.StartsWith("index "u8) || line.StartsWith("--- "u8) || line.StartsWith("+++ "u8) || line.StartsWith("new file mode "u8)
        || line.StartsWith("deleted file mode "u8) || line.StartsWith("old mode "u8) || line.StartsWith("new mode "u8) || line.StartsWith("mode "u8)
        || line.StartsWith("similarity index "u8) || line.StartsWith("dissimilarity index "u8) || line.StartsWith("rename "u8)
        || line.StartsWith("copy "u8) || line.StartsWith("Binary files "u8) || line.StartsWith("GIT binary patch"u8);
}
