using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>Finds long comments: a block of many lines, or line comments one below the other. The first line that says something stays.</summary>
internal struct CommentRun
{
    /// <summary>Shorter comments are no longer than what would stand for them.</summary>
    public const int MinLines = 5;

    private int _lines;
    private int _lastEnd;
    private int _keptLines;

    // Where the second line begins that may be left out.
    private int _remainder;

    /// <summary>Adds a comment, or ends the run at any other token.</summary>
    public void Add(ReadOnlySpan<byte> utf8, in CodeToken token, List<CodePassage> passages)
    {
        bool isLine = token.Kind == CodeTokenKind.Comment && token.StartsLine && utf8[token.Start] != '=' && !IsBlock(utf8, token);
        if (_lines > 0 && !(isLine && utf8[_lastEnd..token.Start].Count((byte)'\n') == 1))
        {
            End(passages);
        }

        if (isLine)
        {
            _lines++;
            if (_keptLines == 0 || (_keptLines == _lines - 1 && _remainder < 0))
            {
                _keptLines = _lines;
                _remainder = Says(utf8[token.Start..token.End]) ? 0 : -1;
            }
            else if (_remainder == 0)
            {
                _remainder = token.Start;
            }

            _lastEnd = token.End;
        }
        else if (token.Kind == CodeTokenKind.Comment && IsBlock(utf8, token))
        {
            AddBlock(utf8, token, passages);
        }
    }

    /// <summary>Ends the run at the end of the file.</summary>
    public void End(List<CodePassage> passages)
    {
        if (_lines - _keptLines >= MinLines - 1 && _remainder > 0)
        {
            passages.Add(new CodePassage(CodePassageKind.LineComments, _remainder.._lastEnd));
        }

        this = default;
    }

    private static bool IsBlock(ReadOnlySpan<byte> utf8, in CodeToken token) => utf8[token.Start..token.End].StartsWith("/*"u8);

    // Whether there is a letter outside of tags.
    private static bool Says(ReadOnlySpan<byte> line)
    {
        bool inTag = false;
        foreach (byte b in line)
        {
            inTag = b == '<' || (inTag && b != '>');
            if (!inTag && (char.IsAsciiLetter((char)b) || b >= 0x80))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddBlock(ReadOnlySpan<byte> utf8, in CodeToken token, List<CodePassage> passages)
    {
        ReadOnlySpan<byte> text = utf8[token.Start..token.End];
        if (!text.EndsWith("*/"u8) || text.Count((byte)'\n') < MinLines - 1)
        {
            return;
        }

        int head = HeadOf(text, 0);
        if (head > 0 && text[head..].Count((byte)'\n') >= MinLines - 1 && text[2..head].IndexOf("/*"u8) < 0)
        {
            passages.Add(new CodePassage(CodePassageKind.Comment, (token.Start + head)..(token.End - 2)));
        }
    }

    /// <summary>Where the first line ends that says something, from a position on; 0 where none does.</summary>
    public static int HeadOf(ReadOnlySpan<byte> text, int start)
    {
        while (start < text.Length)
        {
            int length = text[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            int end = start + length;
            if (Says(text[start..end]))
            {
                return text[end - 1] == '\r' ? end - 1 : end;
            }

            start = end + 1;
        }

        return 0;
    }
}
