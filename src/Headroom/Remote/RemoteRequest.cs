using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Messages;

namespace Headroom.Remote;

/// <summary>Writes what <c>POST /v1/compress</c> reads.</summary>
internal static class RemoteRequest
{
    /// <summary>The body; the messages go in as they are.</summary>
    public static byte[] Write(ReadOnlyMemory<byte> messages, MessageOptions options)
    {
        var body = new ArrayBufferWriter<byte>(messages.Length + 256);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("messages");
            writer.WriteRawValue(messages.Span, skipInputValidation: true);
            if (options.Model is not null)
            {
                writer.WriteString("model", options.Model);
            }

            if (options.TokenBudget is { } budget)
            {
                writer.WriteNumber("token_budget", budget);
            }

            WriteConfig(writer, options);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static void WriteConfig(Utf8JsonWriter writer, MessageOptions options)
    {
        writer.WriteStartObject("config");
        if (options.Question is not null)
        {
            writer.WriteString("question", options.Question);
        }

        if (options.TargetRatio is { } ratio)
        {
            writer.WriteNumber("target_ratio", ratio);
        }

        if (options.Profiles is { } profiles)
        {
            writer.WriteString("profile", profiles.Default.Name);
        }

        writer.WriteBoolean("compress_user_messages", options.CompressesUserMessages);
        writer.WriteNumber("protect_recent", options.ProtectedRecent);
        writer.WriteBoolean("protect_analysis_context", options.ProtectsAnalysisContext);
        writer.WriteEndObject();
    }
}

/// <summary>What <c>POST /v1/retrieve</c> is asked.</summary>
internal sealed record RemoteQuestion(string Hash, string? Query, string? Range);

/// <summary>The source-generated serializers of calls to a gateway.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RemoteQuestion))]
internal sealed partial class RemoteJson : JsonSerializerContext;
