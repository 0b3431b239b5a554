using Headroom.Compression.Logs;
using Headroom.Compression.Pooling;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Search;

/// <summary>A search tool's output, taken apart in one pass.</summary>
internal sealed class SearchBlock : IDisposable
{
    private readonly SearchShape _shape;
    private readonly ValueTable _paths = new();
    private readonly PooledList<SearchLine> _lines;
    private readonly PooledList<int> _hitsOf = new(256);
    private Extent _path;
    private int _file = -1;

    private SearchBlock(ReadOnlySpan<byte> content, SearchShape shape)
    {
        _shape = shape;
        _lines = new PooledList<SearchLine>(content.Count((byte)'\n') + 1);
        if (shape == SearchShape.SingleFile)
        {
            UseFile(content, default);
        }

        for (int start = 0; start < content.Length;)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            Add(content, start, end);
            start = end + 1;
        }

        foreach (SearchLine line in _lines.AsSpan())
        {
            HitCount += line.Kind == SearchLineKind.Hit ? 1 : 0;
            ContextCount += line.Kind == SearchLineKind.Context ? 1 : 0;
            if (line.Kind == SearchLineKind.Hit)
            {
                _hitsOf[line.File]++;
            }
        }
    }

    /// <value>The lines in order.</value>
    public PooledList<SearchLine> Lines => _lines;

    /// <value>How many files there are.</value>
    public int FileCount => _hitsOf.Count;

    /// <value>How many lines were searched for.</value>
    public int HitCount { get; }

    /// <value>How many lines stand beside them.</value>
    public int ContextCount { get; }

    /// <summary>Takes a block apart.</summary>
    public static SearchBlock Read(ReadOnlySpan<byte> content, SearchShape shape) => new(content, shape);

    /// <summary>Where the lines lie, without their terminators.</summary>
    public PooledList<Extent> Extents()
    {
        var extents = new PooledList<Extent>(_lines.Count);
        foreach (SearchLine line in _lines.AsSpan())
        {
            extents.Add(new Extent(line.Start, line.End));
        }

        return extents;
    }

    /// <summary>The path of a file; empty where the tool searched one file and did not name it.</summary>
    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> content, int file) => _paths.Bytes(content, file);

    /// <inheritdoc/>
    public void Dispose()
    {
        _paths.Dispose();
        _lines.Dispose();
        _hitsOf.Dispose();
    }

    /// <summary>How many hits a file has.</summary>
    public int HitsOf(int file) => _hitsOf[file];

    private void Add(ReadOnlySpan<byte> content, int start, int end)
    {
        ReadOnlySpan<byte> line = content[start..end];
        if (_shape is SearchShape.Numbered or SearchShape.Unnumbered)
        {
            AddWithPath(content, line, start, end);
            return;
        }

        int hit = HitLine.NumberLength(line, 0, (byte)':');
        int number = hit > 0 ? hit : HitLine.NumberLength(line, 0, (byte)'-');
        if (number > 0 && _file >= 0)
        {
            _lines.Add(new SearchLine(hit > 0 ? SearchLineKind.Hit : SearchLineKind.Context, _file, start, start, start + number + 1, end));
            return;
        }

        bool isPath = _shape == SearchShape.Heading && number == 0 && IsHeading(content, start, end);
        if (isPath)
        {
            UseFile(content, new Extent(start, end - (line.EndsWith("\r"u8) ? 1 : 0)));
        }

        AddOther(line, start, end, isPath);
    }

    private void AddWithPath(ReadOnlySpan<byte> content, ReadOnlySpan<byte> line, int start, int end)
    {
        ReadOnlySpan<byte> known = _path.Of(content);
        if (_file >= 0 && line.StartsWith(known) && line.Length > known.Length && _shape == SearchShape.Numbered)
        {
            byte separator = line[known.Length];
            int number = separator is (byte)':' or (byte)'-' ? HitLine.NumberLength(line, known.Length + 1, separator) : 0;
            if (number > 0)
            {
                AddFound(separator == ':' ? SearchLineKind.Hit : SearchLineKind.Context, start, known.Length, number, end);
                return;
            }
        }

        int length = _shape == SearchShape.Numbered ? HitLine.PathLength(line) : HitLine.UnnumberedPathLength(line);
        if (length < 0)
        {
            AddOther(line, start, end, isPath: false);
            return;
        }

        int firstOpen = _lines.Count;
        while (firstOpen > 0 && _lines[firstOpen - 1] is { Kind: SearchLineKind.Other })
        {
            firstOpen--;
        }

        if (_file < 0 || !line[..length].SequenceEqual(known))
        {
            UseFile(content, new Extent(start, start + length));
        }

        ClaimContext(content, firstOpen);
        AddFound(SearchLineKind.Hit, start, length, _shape == SearchShape.Numbered ? HitLine.NumberLength(line, length + 1, (byte)':') : 0, end);
    }

    // Context before a file's first hit can be told only now: a path alone does not say where it ends before "-12-".
    private void ClaimContext(ReadOnlySpan<byte> content, int firstOpen)
    {
        ReadOnlySpan<byte> path = _path.Of(content);
        for (int i = _lines.Count - 1; i >= firstOpen && _shape == SearchShape.Numbered; i--)
        {
            SearchLine open = _lines[i];
            ReadOnlySpan<byte> line = content[open.Start..open.End];
            bool isBelow = line.StartsWith(path) && line.Length > path.Length && line[path.Length] == '-';
            int number = isBelow ? HitLine.NumberLength(line, path.Length + 1, (byte)'-') : 0;
            if (number == 0)
            {
                return;
            }

            int row = open.Start + path.Length + 1;
            _lines[i] = new SearchLine(SearchLineKind.Context, _file, open.Start, row, row + number + 1, open.End);
        }
    }

    private void AddFound(SearchLineKind kind, int start, int path, int number, int end)
    {
        int row = start + path + 1;
        _lines.Add(new SearchLine(kind, _file, start, row, row + (number > 0 ? number + 1 : 0), end));
    }

    private void AddOther(ReadOnlySpan<byte> line, int start, int end, bool isPath)
    {
        bool isFrame = isPath || line.TrimEnd((byte)'\r').IsEmpty || line.TrimEnd((byte)'\r').SequenceEqual("--"u8);
        _lines.Add(new SearchLine(isFrame ? SearchLineKind.Frame : SearchLineKind.Other, -1, start, start, start, end));
    }

    private static bool IsHeading(ReadOnlySpan<byte> content, int start, int end)
    {
        bool isFirst = start == 0 || content[..start].EndsWith("\n\n"u8) || content[..start].EndsWith("\n\r\n"u8);
        if (!isFirst || end + 1 >= content.Length || end == start)
        {
            return false;
        }

        ReadOnlySpan<byte> next = content[(end + 1)..Math.Min(content.Length, end + 16)];
        return HitLine.NumberLength(next, 0, (byte)':') > 0 || HitLine.NumberLength(next, 0, (byte)'-') > 0;
    }

    private void UseFile(ReadOnlySpan<byte> content, Extent path)
    {
        _path = path;
        _file = _paths.Add(content, path.Start, path.End);
        if (_file == _hitsOf.Count)
        {
            _hitsOf.Add(0);
        }
    }
}
