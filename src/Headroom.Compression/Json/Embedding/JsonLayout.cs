using System.Buffers;
using System.Globalization;

namespace Headroom.Compression.Json.Embedding;

/// <summary>
/// The white space of a JSON text, where a usual writer made it: from the values and this the text can be rebuilt byte for
/// byte. Several top-level values stand on a line each.
/// </summary>
/// <param name="Indent">Spaces per level, each item on a line of its own; 0 where all is on one line.</param>
/// <param name="IsSpaced">Whether a space follows commas and colons on one line.</param>
/// <param name="EndsWithNewline">Whether the text ends with a line break.</param>
internal readonly record struct JsonLayout(int Indent, bool IsSpaced, bool EndsWithNewline)
{
    private const int MaxIndent = 8;

    /// <summary>The layout of a text; <c>null</c> where none rebuilds it exactly.</summary>
    public static JsonLayout? Find(ReadOnlySpan<byte> text, JsonIndex index)
    {
        bool endsWithNewline = text.EndsWith("\n"u8);
        int indent = 0;
        if (text.Length > 2 && text[1] == '\n')
        {
            indent = text[2..].IndexOfAnyExcept((byte)' ');
            if (indent is < 1 or > MaxIndent)
            {
                return null;
            }
        }

        var layout = new JsonLayout(indent, false, endsWithNewline);
        return layout.Rebuilds(text, index) ? layout
            : indent == 0 && (layout with { IsSpaced = true }).Rebuilds(text, index) ? layout with { IsSpaced = true }
            : null;
    }

    /// <summary>The layout in words.</summary>
    public override string ToString() =>
        (Indent > 0 ? string.Create(CultureInfo.InvariantCulture, $"indented by {Indent}") : IsSpaced ? "spaced" : "minified") + (EndsWithNewline ? ", final newline" : "");

    private bool Rebuilds(ReadOnlySpan<byte> text, JsonIndex index)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        int equal = 0;
        for (int child = 1; child < index[0].End; child = index[child].End)
        {
            output.Write(child > 1 ? "\n"u8 : default);
            Write(output, index, child, 1);
            if (!text[equal..].StartsWith(output.WrittenSpan[equal..]))
            {
                return false;
            }

            equal = output.WrittenCount;
        }

        output.Write(EndsWithNewline ? "\n"u8 : default);
        return text.SequenceEqual(output.WrittenSpan);
    }

    private void Write(ArrayBufferWriter<byte> output, JsonIndex index, int entry, int depth)
    {
        JsonEntry item = index[entry];
        if (item.Kind is not (JsonKind.Object or JsonKind.Array))
        {
            JsonText.WriteMinified(output, index, entry);
            return;
        }

        bool isObject = item.Kind == JsonKind.Object;
        output.Write(isObject ? "{"u8 : "["u8);
        for (int child = entry + 1; child < item.End; child = index[child].End)
        {
            output.Write(child == entry + 1 ? default : IsSpaced ? ", "u8 : ","u8);
            Break(output, depth);
            if (isObject)
            {
                JsonText.WriteQuoted(output, index.Text(child));
                output.Write(Indent > 0 || IsSpaced ? ": "u8 : ":"u8);
                child++;
            }

            Write(output, index, child, depth + 1);
        }

        if (item.Count > 0)
        {
            Break(output, depth - 1);
        }

        output.Write(isObject ? "}"u8 : "]"u8);
    }

    private void Break(ArrayBufferWriter<byte> output, int depth)
    {
        if (Indent > 0)
        {
            output.Write("\n"u8);
            int spaces = Indent * depth;
            output.GetSpan(spaces)[..spaces].Fill((byte)' ');
            output.Advance(spaces);
        }
    }
}
