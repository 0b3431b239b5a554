using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Gateway.Own;

/// <summary>The source-generated serializers of our own routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(CompressAnswer))]
[JsonSerializable(typeof(SimulationFigures))]
[JsonSerializable(typeof(RetrieveQuestion))]
[JsonSerializable(typeof(RetrieveAnswer))]
[JsonSerializable(typeof(RetrieveMatches))]
[JsonSerializable(typeof(OriginAnswer))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(CodeGraphQuestion))]
[JsonSerializable(typeof(CodeGraphAnswer))]
[JsonSerializable(typeof(OwnErrorAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
internal sealed partial class OwnJson : JsonSerializerContext
{
    /// <summary>For people too: a quotation mark inside a string is written <c>\"</c>, not <c>\u0022</c>.</summary>
    public static OwnJson Readable => field ??= new OwnJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>What <c>POST /v1/compress</c> answers behind the messages themselves.</summary>
internal sealed record CompressAnswer(
    long TokensBefore,
    long TokensAfter,
    long TokensSaved,
    double CompressionRatio,
    IReadOnlyList<string> TransformsApplied,
    IReadOnlyDictionary<string, int> TransformsSummary,
    IReadOnlyList<string> CcrHashes);

/// <summary>What a simulation tells besides.</summary>
internal sealed record SimulationFigures(
    IReadOnlyList<string> Transforms,
    string EstimatedSavings,
    IReadOnlyDictionary<string, long> BlockBreakdown,
    IReadOnlyDictionary<string, long> WasteSignals,
    string StablePrefixHash);

/// <summary>What <c>POST /v1/retrieve</c> is asked.</summary>
internal sealed record RetrieveQuestion(string? Hash, string? Query, string? Range);

/// <summary>An original, or the part of it that a range names.</summary>
internal sealed record RetrieveAnswer(
    string Hash,
    string OriginalContent,
    int OriginalTokens,
    int OriginalItemCount,
    int CompressedItemCount,
    string? ToolName,
    long RetrievalCount,
    string? Range);

/// <summary>The items of an original that match a query, best first.</summary>
internal sealed record RetrieveMatches(string Hash, string Query, IReadOnlyList<string> Results, int Count);

/// <summary>An error of our own routes; <c>detail</c> repeats the message for clients that look there.</summary>
internal sealed record OwnErrorAnswer(OwnError Error, string Detail);

/// <summary>What went wrong.</summary>
internal sealed record OwnError(string Type, string Message);
