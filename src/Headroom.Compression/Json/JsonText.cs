using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Headroom.Compression.Json;

/// <summary>
/// JSON's own text form. Canonical strings hold characters as UTF-8 and escape only what must be escaped: quotes, backslashes,
/// control characters and lone surrogates. Equal strings have equal canonical bytes.
/// </summary>
internal static class JsonText
{
    /// <summary>What a canonical string may not hold as it is.</summary>
    public static readonly SearchValues<byte> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Writes a value without white space.</summary>
    public static void WriteMinified(IBufferWriter<byte> output, JsonIndex index, int entry)
    {
        JsonEntry item = index[entry];
        switch (item.Kind)
        {
            case JsonKind.Object:
            case JsonKind.Array:
                bool isObject = item.Kind == JsonKind.Object;
                output.Write(isObject ? "{"u8 : "["u8);
                for (int child = entry + 1; child < item.End; child = index[child].End)
                {
                    if (child > entry + 1)
                    {
                        output.Write(","u8);
                    }

                    if (isObject)
                    {
                        WriteQuoted(output, index.Text(child));
                        output.Write(":"u8);
                        child++;
                    }

                    WriteMinified(output, index, child);
                }

                output.Write(isObject ? "}"u8 : "]"u8);
                break;
            case JsonKind.String:
                WriteQuoted(output, index.Text(entry));
                break;
            default:
                output.Write(index.Text(entry));
                break;
        }
    }

    /// <summary>Writes a canonical string between quotes.</summary>
    public static void WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> canonical)
    {
        output.Write("\""u8);
        output.Write(canonical);
        output.Write("\""u8);
    }

    /// <summary>Writes the canonical form of an escaped string.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="escaped">The inside of a well-formed JSON string.</param>
    public static void WriteCanonical(IBufferWriter<byte> output, ReadOnlySpan<byte> escaped)
    {
        while (escaped.Length > 0)
        {
            int plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                output.Write(escaped);
                return;
            }

            output.Write(escaped[..plain]);
            escaped = escaped[plain..];
            if (escaped[1] == 'u')
            {
                escaped = escaped[WriteUnicodeEscape(output, escaped)..];
            }
            else
            {
                output.Write(escaped[1] == '/' ? "/"u8 : escaped[..2]);
                escaped = escaped[2..];
            }
        }
    }

    /// <summary>Writes what a canonical string means.</summary>
    /// <returns>Whether UTF-8 can say it; a lone surrogate it cannot.</returns>
    public static bool TryWriteMeaning(IBufferWriter<byte> output, ReadOnlySpan<byte> canonical)
    {
        while (canonical.Length > 0)
        {
            int plain = canonical.IndexOf((byte)'\\');
            if (plain < 0)
            {
                output.Write(canonical);
                return true;
            }

            output.Write(canonical[..plain]);
            canonical = canonical[plain..];
            int unit = canonical[1] == 'u' ? ReadHex(canonical[2..]) : 0;
            if (unit >= 0x80)
            {
                return false;
            }

            byte meant = canonical[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'u' => (byte)unit,
                byte other => other,
            };
            output.Write([meant]);
            canonical = canonical[(canonical[1] == 'u' ? 6 : 2)..];
        }

        return true;
    }

    /// <summary>Writes the canonical string that means a text.</summary>
    public static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        for (int plain; (plain = text.IndexOfAny(MustEscape)) >= 0; text = text[(plain + 1)..])
        {
            output.Write(text[..plain]);
            if (EscapeOf(text[plain]) is { IsEmpty: false } named)
            {
                output.Write(named);
            }
            else
            {
                Encoding.ASCII.GetBytes($"\\u{text[plain]:x4}", output);
            }
        }

        output.Write(text);
    }

    private static ReadOnlySpan<byte> EscapeOf(int scalar) => scalar switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\f' => "\\f"u8,
        '\n' => "\\n"u8,
        '\r' => "\\r"u8,
        '\t' => "\\t"u8,
        _ => default,
    };

    private static int WriteUnicodeEscape(IBufferWriter<byte> output, ReadOnlySpan<byte> escaped)
    {
        int unit = ReadHex(escaped[2..]);
        int used = 6;
        int scalar = unit;
        if (char.IsHighSurrogate((char)unit) && escaped.Length >= 12 && escaped[6] == '\\' && escaped[7] == 'u')
        {
            int low = ReadHex(escaped[8..]);
            if (char.IsLowSurrogate((char)low))
            {
                scalar = char.ConvertToUtf32((char)unit, (char)low);
                used = 12;
            }
        }

        ReadOnlySpan<byte> named = EscapeOf(scalar);
        if (named.Length > 0)
        {
            output.Write(named);
        }
        else if (Rune.IsValid(scalar) && scalar >= ' ')
        {
            Span<byte> utf8 = stackalloc byte[4];
            output.Write(utf8[..new Rune(scalar).EncodeToUtf8(utf8)]);
        }
        else
        {
            Encoding.ASCII.GetBytes($"\\u{unit:x4}", output);
        }

        return used;
    }

    private static int ReadHex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits[..4], out int value, out _, 'x') ? value : 0;
}
