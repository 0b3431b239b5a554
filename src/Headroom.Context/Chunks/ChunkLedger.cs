using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Chunks;

/// <summary>
/// How a chunk is written in a ledger of its own, which lives as long as it is used and whose first writers win: its origin under
/// <c>o</c>, each bringer under <c>b/…</c>, each form under <c>v/…</c>.
/// </summary>
internal static class ChunkLedger
{
    public const string OriginField = "o";
    public const string BringerPrefix = "b/";
    public const string VariantPrefix = "v/";

    public static SessionKey Of(ChunkKey key) => SessionKey.Of(key.Tenant, $"chunk:{key.Hash}");

    public static string BringerField(string name) => BringerPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));

    public static LedgerEntry Origin(ChunkNote note, DateTimeOffset at) =>
        new(OriginField, JsonSerializer.SerializeToUtf8Bytes(new OriginValue(note.Id, note.Length, note.Kind, at), ChunkJson.Default.OriginValue));

    public static LedgerEntry Bringer(string name, DateTimeOffset at) =>
        new(BringerField(name), JsonSerializer.SerializeToUtf8Bytes(new BringerValue(name, at), ChunkJson.Default.BringerValue));

    public static LedgerEntry Form(VariantKey key, Variant variant) => new(
        VariantPrefix + key.ToName(),
        JsonSerializer.SerializeToUtf8Bytes(
            new VariantValue(
                variant.Output?.ToString(), variant.Kind, variant.TokensBefore, variant.TokensAfter, variant.Transforms, variant.ItemCount, variant.ShownItemCount),
            ChunkJson.Default.VariantValue));

    public static OriginValue ReadOrigin(LedgerEntry entry) => JsonSerializer.Deserialize(entry.Value.Span, ChunkJson.Default.OriginValue)!;

    public static BringerValue ReadBringer(LedgerEntry entry) => JsonSerializer.Deserialize(entry.Value.Span, ChunkJson.Default.BringerValue)!;

    public static Variant ReadForm(LedgerEntry entry)
    {
        VariantValue value = JsonSerializer.Deserialize(entry.Value.Span, ChunkJson.Default.VariantValue)!;
        return new Variant(
            value.Output is null ? null : ContentHash.Parse(value.Output), value.Kind, value.TokensBefore, value.TokensAfter, value.Transforms, value.Items, value.Shown);
    }

    internal sealed record OriginValue(
        [property: JsonPropertyName("i")] Guid Id,
        [property: JsonPropertyName("l")] long Length,
        [property: JsonPropertyName("k")] string Kind,
        [property: JsonPropertyName("t")] DateTimeOffset At);

    internal sealed record BringerValue([property: JsonPropertyName("b")] string Name, [property: JsonPropertyName("t")] DateTimeOffset At);

    internal sealed record VariantValue(
        [property: JsonPropertyName("o")] string? Output,
        [property: JsonPropertyName("k")] string Kind,
        [property: JsonPropertyName("b")] int TokensBefore,
        [property: JsonPropertyName("a")] int TokensAfter,
        [property: JsonPropertyName("t")] string Transforms,
        [property: JsonPropertyName("n")] int Items,
        [property: JsonPropertyName("s")] int Shown);
}

/// <summary>The source-generated serializer of chunks' ledgers.</summary>
[JsonSerializable(typeof(ChunkLedger.OriginValue))]
[JsonSerializable(typeof(ChunkLedger.BringerValue))]
[JsonSerializable(typeof(ChunkLedger.VariantValue))]
internal sealed partial class ChunkJson : JsonSerializerContext;
