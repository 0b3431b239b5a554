using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Logs;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>Lines that report an error and differ only in numbers and identifiers.</summary>
/// <param name="Segments">All of them, in order.</param>
internal sealed record TextFold(List<TextSegment> Segments)
{
    private const int MaxValues = 48;
    private const int MaxExample = 100;

    /// <summary>Groups lines by their shape, the time stamp aside.</summary>
    public static List<TextFold> Group(ReadOnlySpan<byte> canonical, List<TextSegment> errors)
    {
        var folds = new List<TextFold>();
        using var shapes = new ByteInterner([]);
        using var shape = new Utf8Text(256);
        foreach (TextSegment segment in errors)
        {
            shape.Clear();
            TextShape.Write(shape, Message(canonical, segment));
            int id = shapes.AddCopy(JsonKind.String, shape.WrittenSpan);
            if (id == folds.Count)
            {
                folds.Add(new TextFold([]));
            }

            folds[id].Segments.Add(segment);
        }

        return folds;
    }

    /// <summary>Writes how many lines are left out, what they are like and in which words they differ.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="canonical">The string.</param>
    /// <param name="hidden">The lines of this fold that are left out.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> canonical, List<TextSegment> hidden)
    {
        ReadOnlySpan<byte> first = Message(canonical, Segments[0]);
        HashSet<string> known = [.. Words(first)];
        var seen = new HashSet<string>();
        var lines = new List<string>();
        bool isCut = false;
        foreach (TextSegment segment in hidden)
        {
            bool isListed = seen.Count < MaxValues;
            List<string> own = Words(Message(canonical, segment)).FindAll(word => !known.Contains(word) && seen.Add(word));
            if (own.Count > 0 && isListed)
            {
                lines.Add(string.Join(' ', own));
            }
            else if (own.Count > 0)
            {
                isCut = true;
            }
        }

        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $" +{hidden.Count} like "), output);
        int end = 0;
        while (end < first.Length && end < MaxExample)
        {
            end += TextSegments.Length(first, end);
        }

        JsonText.WriteQuoted(output, first[..end]);
        if (lines.Count > 0)
        {
            string more = isCut ? string.Create(CultureInfo.InvariantCulture, $" … {seen.Count} distinct") : "";
            Encoding.UTF8.GetBytes($": \"{string.Join(", ", lines)}{more}\"", output);
        }
    }

    // Without its time stamp and line break.
    private static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> canonical, TextSegment segment)
    {
        ReadOnlySpan<byte> text = canonical[segment.Start..segment.End];
        text = segment.EndsLine && text.EndsWith("\\n"u8) ? text[..^2] : text;
        return segment.StartsLine ? text[TimeStamp.Length(text)..].TrimStart((byte)' ') : text;
    }

    // Words that hold a digit; escapes belong to none.
    private static List<string> Words(ReadOnlySpan<byte> text)
    {
        var words = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            bool hasDigit = false;
            while (at < text.Length && char.IsAsciiLetterOrDigit((char)text[at]))
            {
                hasDigit |= char.IsAsciiDigit((char)text[at++]);
            }

            if (hasDigit)
            {
                words.Add(Encoding.ASCII.GetString(text[start..at]));
            }

            at += at == start ? TextSegments.Length(text, at) : 0;
        }

        return words;
    }
}
