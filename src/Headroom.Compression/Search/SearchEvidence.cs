namespace Headroom.Compression.Search;

/// <summary>Tells the output of a search tool by where its lines have path and number; a few other lines around are no harm.</summary>
internal static class SearchEvidence
{
    private const int SampleLines = 200;
    private const int MinLines = 3;
    private const int MinSingleFileLines = 5;

    /// <summary>How a search tool printed a block; <see cref="SearchShape.None"/> where none did.</summary>
    public static SearchShape Shape(ReadOnlySpan<byte> content)
    {
        if (RipgrepEvents.Are(content))
        {
            return SearchShape.Events;
        }

        var seen = new Counts();
        ReadOnlySpan<byte> rest = content;
        while (!rest.IsEmpty && seen.Lines < SampleLines)
        {
            int end = rest.IndexOf((byte)'\n');
            seen.Add((end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r'));
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return seen.Shape();
    }

    private ref struct Counts
    {
        private ReadOnlySpan<byte> _path;
        private int _context;
        private int _diagnostics;
        private int _numbered;
        private int _unnumbered;
        private int _samePath;
        private int _plain;
        private int _gaps;
        private long _lastNumber;
        private int _descents;
        private int _headings;
        private bool _mayBeHeading;

        public int Lines { get; private set; }

        public void Add(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty || line.SequenceEqual("--"u8))
            {
                _mayBeHeading = true;
                _lastNumber = line.IsEmpty ? 0 : _lastNumber;
                return;
            }

            Lines++;
            if (AddPlain(line))
            {
                return;
            }

            bool wasFirst = _mayBeHeading || Lines == 1;
            _mayBeHeading = wasFirst && line.IndexOf((byte)':') is < 0 or 1;
            if (IsContext(line))
            {
                _context++;
                return;
            }

            int length = HitLine.PathLength(line);
            if (length > 0)
            {
                _numbered++;
                _diagnostics += IsDiagnostic(line[length..]) ? 1 : 0;
                _path = line[..length];
                return;
            }

            // A number alone behind the path is a count of hits, as grep -c prints it: that is a list of files.
            length = HitLine.UnnumberedPathLength(line);
            if (length > 0 && line[(length + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                _unnumbered++;
                _samePath += line[..length].SequenceEqual(_path) || HitLine.DirectoryLength(line[..length]) > 0 ? 1 : 0;
                _path = line[..length];
            }
        }

        public readonly SearchShape Shape()
        {
            int located = _numbered + _context;
            return Lines < MinLines ? SearchShape.None
                : _numbered >= 2 && located * 10 >= Lines * 6 && _diagnostics * 2 < _numbered ? SearchShape.Numbered
                : _headings > 0 && _plain >= 2 && _gaps * 5 >= _plain && (_plain + _headings) * 10 >= Lines * 8 ? SearchShape.Heading
                : _plain >= MinSingleFileLines && _plain * 10 >= Lines * 9 && _gaps * 5 >= _plain && _descents == 0 ? SearchShape.SingleFile
                : _unnumbered * 10 >= Lines * 9 && _samePath * 10 >= _unnumbered * 8 ? SearchShape.Unnumbered
                : SearchShape.None;
        }

        // 12:text, and 12-text between such.
        private bool AddPlain(ReadOnlySpan<byte> line)
        {
            int digits = HitLine.NumberLength(line, 0, (byte)':');
            digits = digits == 0 ? HitLine.NumberLength(line, 0, (byte)'-') : digits;
            if (digits == 0 || HitLine.NumberLength(line, digits + 1, line[digits]) == 2)
            {
                // A date or a time of day is no line number.
                return false;
            }

            long number = 0;
            foreach (byte digit in line[..digits])
            {
                number = (number * 10) + (digit - '0');
            }

            _headings += _mayBeHeading && Lines > 1 && _lastNumber <= 0 ? 1 : 0;
            _mayBeHeading = false;
            _descents += number <= _lastNumber ? 1 : 0;
            _gaps += number > _lastNumber + 1 ? 1 : 0;
            _lastNumber = number;
            _plain++;
            return true;
        }

        private readonly bool IsContext(ReadOnlySpan<byte> line) =>
            !_path.IsEmpty && line.StartsWith(_path) && line.Length > _path.Length && line[_path.Length] == '-'
            && HitLine.NumberLength(line, _path.Length + 1, (byte)'-') > 0;

        // A compiler's message also begins with path and number: ":12:5: error: text", ":12: warning: text".
        private static bool IsDiagnostic(ReadOnlySpan<byte> behindPath)
        {
            ReadOnlySpan<byte> text = behindPath.TrimStart(":0123456789 "u8);
            return text.StartsWith("error"u8) || text.StartsWith("warning"u8) || text.StartsWith("note:"u8) || text.StartsWith("fatal error"u8);
        }
    }
}
