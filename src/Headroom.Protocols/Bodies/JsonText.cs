using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Headroom.Protocols.Bodies;

/// <summary>JSON string tokens (RFC 8259, section 7) as UTF-8: what they say, and how to write one.</summary>
public static class JsonText
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. "\"\\"u8, .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    /// <summary>Unescapes a string token.</summary>
    /// <param name="token">The token, quotes included.</param>
    /// <param name="text">The UTF-8 text; a slice of <paramref name="token"/> where nothing is escaped.</param>
    /// <returns><c>false</c> where the text is no valid Unicode: invalid UTF-8, or an escaped lone surrogate.</returns>
    public static bool TryUnescape(ReadOnlyMemory<byte> token, out ReadOnlyMemory<byte> text)
    {
        ReadOnlyMemory<byte> inner = token[1..^1];
        if (!inner.Span.Contains((byte)'\\'))
        {
            text = inner;
            return Utf8.IsValid(inner.Span);
        }

        byte[] unescaped = new byte[inner.Length];
        bool isText = TryUnescapeInside(inner.Span, unescaped, out int length);
        text = isText ? unescaped.AsMemory(0, length) : default;
        return isText;
    }

    /// <summary>Unescapes the inside of a string token.</summary>
    /// <param name="escaped">What stands between the quotes.</param>
    /// <param name="text">As many bytes at least; takes the UTF-8 text.</param>
    /// <param name="length">The length of the text.</param>
    /// <returns><c>false</c> where the text is no valid Unicode.</returns>
    public static bool TryUnescapeInside(ReadOnlySpan<byte> escaped, Span<byte> text, out int length) =>
        StringUnescape.TryUnescape(escaped, text, out length) && Utf8.IsValid(text[..length]);

    /// <summary>The text of a string token; <c>null</c> where it is no valid Unicode.</summary>
    public static string? ToText(ReadOnlyMemory<byte> token) =>
        TryUnescape(token, out ReadOnlyMemory<byte> text) ? Encoding.UTF8.GetString(text.Span) : null;

    /// <summary>Unescapes the inside of a string token, put together from pieces; empty where it is no valid Unicode.</summary>
    public static ReadOnlyMemory<byte> UnescapeInside(ReadOnlySpan<byte> escaped) =>
        TryUnescape((byte[])[(byte)'"', .. escaped, (byte)'"'], out ReadOnlyMemory<byte> text) ? text : default;

    /// <summary>A whole number as JSON writes it.</summary>
    public static ReadOnlyMemory<byte> ToNumber(long value) => Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a string token, quotes included; only what must be escaped is.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="utf8">The text; bytes from 0x80 up are copied as they are.</param>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        WriteEscaped(output, utf8);
        output.Write("\""u8);
    }

    /// <summary>The string token for a text, quotes included.</summary>
    public static ReadOnlyMemory<byte> ToStringToken(ReadOnlySpan<byte> utf8)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length + (utf8.Length >> 4) + 16);
        WriteString(output, utf8);
        return output.WrittenMemory;
    }

    /// <summary>Fills string tokens into JSON.</summary>
    /// <param name="json">JSON with a § for each token.</param>
    /// <param name="texts">What the tokens say, in order.</param>
    public static ReadOnlyMemory<byte> Fill(string json, params ReadOnlySpan<string> texts)
    {
        string[] pieces = json.Split('§');
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        output.Write(Encoding.UTF8.GetBytes(pieces[0]));
        for (int i = 0; i < texts.Length; i++)
        {
            WriteString(output, Encoding.UTF8.GetBytes(texts[i]));
            output.Write(Encoding.UTF8.GetBytes(pieces[i + 1]));
        }

        return output.WrittenMemory;
    }

    /// <summary>Writes the inside of a string token.</summary>
    public static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            int special = utf8.IndexOfAny(MustEscape);
            if (special < 0)
            {
                output.Write(utf8);
                return;
            }

            output.Write(utf8[..special]);
            WriteEscape(output, utf8[special]);
            utf8 = utf8[(special + 1)..];
        }
    }

    private static void WriteEscape(IBufferWriter<byte> output, byte value)
    {
        switch (value)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            case (byte)'\b': output.Write("\\b"u8); break;
            case (byte)'\f': output.Write("\\f"u8); break;
            default:
                Span<byte> escape = stackalloc byte[6];
                "\\u00"u8.CopyTo(escape);
                escape[4] = (byte)('0' + (value >> 4));
                int low = value & 0xF;
                escape[5] = (byte)(low < 10 ? '0' + low : 'a' + low - 10);
                output.Write(escape);
                break;
        }
    }
}
