using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Markup.Html;

/// <summary>Refuses pages that would cost a parser more than time in proportion to their length, before it sees them.</summary>
internal static class HtmlBounds
{
    /// <summary>A longer page is no page.</summary>
    public const int MaxBytes = 8 << 20;

    private const int MaxDepth = 256;

    // A parser takes some microseconds for a tag, and looks at the open elements again and again.
    private const int MaxTags = 80_000;
    private const int MaxOpenPerTag = 64;
    private const int MaxTagBytes = 1 << 16;
    private const int MaxAttributes = 256;
    private const int LongestName = 16;

    // Elements that end by themselves, or need no end tag.
    private static readonly FrozenSet<string> Endless =
        "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup colgroup rb rt rp html head body"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EndlessBySpan = Endless.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>Whether a page may be parsed.</summary>
    public static bool Permit(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            return false;
        }

        int depth = 0;
        int tags = 0;
        long open = 0;
        Span<char> name = stackalloc char[LongestName];
        for (int at = 0; at < utf8.Length;)
        {
            int next = utf8[at..].IndexOf((byte)'<');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (at < utf8.Length && utf8[at] == '/')
            {
                depth -= depth > 0 && !IsEndless(utf8[(at + 1)..], name) ? 1 : 0;
                continue;
            }

            if (at >= utf8.Length || !char.IsAsciiLetter((char)utf8[at]))
            {
                continue;
            }

            ReadOnlySpan<byte> tag = utf8[at..Math.Min(utf8.Length, at + MaxTagBytes)];
            int end = tag.IndexOf((byte)'>');
            if ((end < 0 && tag.Length == MaxTagBytes) || (end > 0 && tag[..end].Count((byte)'=') > MaxAttributes))
            {
                return false;
            }

            bool isEndless = IsEndless(tag, name);
            bool isClosed = end > 0 && tag[end - 1] == '/';
            depth += isEndless || isClosed ? 0 : 1;
            open += depth;
            if (depth > MaxDepth || ++tags > MaxTags || open > (long)MaxOpenPerTag * Math.Max(tags, MaxTags / 8))
            {
                return false;
            }

            at += isEndless ? 0 : EndOfRawText(utf8[at..], tag);
        }

        return true;
    }

    private static bool IsEndless(ReadOnlySpan<byte> tag, Span<char> name)
    {
        int length = tag[..Math.Min(tag.Length, LongestName + 1)].IndexOfAny(NameEnds);
        return length > 0 && EndlessBySpan.Contains(name[..Encoding.Latin1.GetChars(tag[..length], name)]);
    }

    // Scripts and styles hold no tags.
    private static int EndOfRawText(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> tag)
    {
        bool isScript = tag.Length > 6 && Ascii.EqualsIgnoreCase(tag[..6], "script"u8);
        if (!isScript && !(tag.Length > 5 && Ascii.EqualsIgnoreCase(tag[..5], "style"u8)))
        {
            return 0;
        }

        int end = rest.IndexOf(isScript ? "</script"u8 : "</style"u8);
        return Math.Max(0, end);
    }
}
