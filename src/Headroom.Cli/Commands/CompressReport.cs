using System.Text;
using System.Text.Json;

namespace Headroom.Cli.Commands;

/// <summary>What <c>headroom compress</c> prints.</summary>
internal sealed record CompressReport(
    ReadOnlyMemory<byte> Result, bool IsMessages, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Hashes, TimeSpan Elapsed, Func<Explanation> Explain)
{
    /// <summary>Writes the explanation as tables, or as one JSON object.</summary>
    public async Task WriteExplanationAsync(Stream output, bool asJson, CancellationToken cancellationToken)
    {
        if (asJson)
        {
            await JsonSerializer.SerializeAsync(output, Explain(), ExplanationJson.Readable.Explanation, cancellationToken);
            output.WriteByte((byte)'\n');
            return;
        }

        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        ExplanationTable.Write(writer, Explain());
    }

    /// <summary>Writes the result alone, or one JSON object with the figures.</summary>
    public async Task WriteAsync(Stream output, bool asJson, CancellationToken cancellationToken)
    {
        if (!asJson)
        {
            await output.WriteAsync(Result, cancellationToken);
            return;
        }

        await using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteNumber("tokens_before", TokensBefore);
        writer.WriteNumber("tokens_after", TokensAfter);
        writer.WriteNumber("tokens_saved", TokensBefore - TokensAfter);
        writer.WriteNumber("compression_ratio", TokensBefore == 0 ? 1.0 : Math.Round((double)TokensAfter / TokensBefore, 4));
        WriteArray(writer, "transforms_applied", Transforms);
        WriteArray(writer, "ccr_hashes", Hashes);
        writer.WriteNumber("elapsed_ms", Math.Round(Elapsed.TotalMilliseconds, 2));
        if (IsMessages)
        {
            writer.WritePropertyName("messages");
            writer.WriteRawValue(Result.Span, skipInputValidation: true);
        }
        else
        {
            writer.WriteString("text", Result.Span);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        output.WriteByte((byte)'\n');
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
