using System.Text.Json;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>
/// Reads <c>rg --json</c>, one event per line (the format is documented with the grep-printer crate), into what
/// <c>rg --heading</c> prints: path, numbers and texts, without the positions inside the lines and the statistics.
/// </summary>
internal static class RipgrepEvents
{
    /// <summary>Whether a block is such events.</summary>
    public static bool Are(ReadOnlySpan<byte> content) =>
        content.StartsWith("{\"type\":\"begin\",\"data\":{\"path\":{"u8);

    /// <summary>The events as a heading and rows for every file.</summary>
    public static byte[] ToHeadings(ReadOnlySpan<byte> content)
    {
        using var output = new Utf8Text(content.Length / 3);
        while (!content.IsEmpty)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (!TryWrite(line, output))
            {
                output.Append(line).Append("\n"u8);
            }
        }

        return output.ToArray();
    }

    private static bool TryWrite(ReadOnlySpan<byte> line, Utf8Text output)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (!reader.IsFinalBlock || line[(int)reader.BytesConsumed..].ContainsAnyExcept((byte)' ', (byte)'\r')
                || document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String
                || !document.RootElement.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            return type.GetString() switch
            {
                "begin" => WriteHeading(data, output),
                "match" => WriteRows(data, output, ":"u8),
                "context" => WriteRows(data, output, "-"u8),
                "end" or "summary" => true,
                _ => false,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken JSON, or a string that is no Unicode: the line stays as it stands.
            return false;
        }
    }

    private static bool WriteHeading(JsonElement data, Utf8Text output)
    {
        if (!data.TryGetProperty("path", out JsonElement path) || Text(path) is not { } bytes)
        {
            return false;
        }

        output.Append(output.Length > 0 ? "\n"u8 : default).Append(bytes).Append("\n"u8);
        return true;
    }

    private static bool WriteRows(JsonElement data, Utf8Text output, ReadOnlySpan<byte> separator)
    {
        if (!data.TryGetProperty("lines", out JsonElement lines) || Text(lines) is not { } bytes
            || !data.TryGetProperty("line_number", out JsonElement number) || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt64(out long row))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan();
        rest = rest.EndsWith("\n"u8) ? rest[..^1] : rest;
        do
        {
            int end = rest.IndexOf((byte)'\n');
            output.Append(row).Append(separator).Append(end < 0 ? rest : rest[..end]).Append("\n"u8);
            rest = end < 0 ? default : rest[(end + 1)..];
            row++;
        }
        while (!rest.IsEmpty);
        return true;
    }

    // {"text":"…"}, or {"bytes":"…"} in base64 where it is no UTF-8.
    private static byte[]? Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String)
        {
            return System.Text.Encoding.UTF8.GetBytes(text.GetString()!);
        }

        bool isCoded = element.TryGetProperty("bytes", out JsonElement coded) && coded.ValueKind == JsonValueKind.String;
        return isCoded && coded.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
    }
}
