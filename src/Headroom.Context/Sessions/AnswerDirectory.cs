using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Sessions;

/// <summary>
/// The durable map from the id of an answer to its place, per tenant and principal: nobody goes on from another's answer. Each
/// answer is a ledger of its own with one entry, so that it is written once, read on any node and lives as long as it is used.
/// </summary>
public sealed class AnswerDirectory(ILedgerStore ledger)
{
    private const string Field = "answer";

    /// <summary>The place of an answer; <c>null</c> where none is known.</summary>
    /// <exception cref="StoreUnavailableException">The ledger cannot be read.</exception>
    public async Task<AnswerPlace?> FindAsync(TenantId tenant, string principal, string answerId, CancellationToken cancellationToken)
    {
        SessionKey key = Key(tenant, principal, answerId);
        IReadOnlyList<LedgerEntry> entries = await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (entries.FirstOrDefault(entry => entry.Field == Field) is not { } entry)
        {
            return null;
        }

        await ledger.RenewAsync(key, cancellationToken).ConfigureAwait(false);
        PlaceValue value = JsonSerializer.Deserialize(entry.Value.Span, AnswerJson.Default.PlaceValue)!;
        return new AnswerPlace(
            value.LastId, value.Session, ParseNode(value.From), [.. value.Pending.Select(ParseNode)], value.OffersRetrieval, value.Anchors, value.Results);
    }

    /// <summary>Keeps the place of an answer. Some servers count their ids anew when they start: the latest answer of a name counts.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public async Task KeepAsync(TenantId tenant, string principal, string answerId, AnswerPlace place, CancellationToken cancellationToken)
    {
        var value = new PlaceValue(
            place.LastId, place.Session, place.From.ToString(), [.. place.Pending.Select(node => node.ToString())], place.OffersRetrieval, place.Anchors, place.Results.ToArray());
        var entry = new LedgerEntry(Field, JsonSerializer.SerializeToUtf8Bytes(value, AnswerJson.Default.PlaceValue));
        SessionKey key = Key(tenant, principal, answerId);
        IReadOnlyList<LedgerEntry> standing = await ledger.AppendAsync(key, [entry], cancellationToken).ConfigureAwait(false);
        if (!standing[0].Value.Span.SequenceEqual(entry.Value.Span))
        {
            await ledger.SupersedeAsync(key, standing[0], entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SessionKey Key(TenantId tenant, string principal, string answerId) => SessionKey.Of(tenant, $"{principal}\nanswer:{answerId}");

    private static LineageNode ParseNode(string hex) => new(UInt128.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    internal sealed record PlaceValue(
        [property: JsonPropertyName("l")] string LastId,
        [property: JsonPropertyName("s")] string Session,
        [property: JsonPropertyName("f")] string From,
        [property: JsonPropertyName("p")] string[] Pending,
        [property: JsonPropertyName("o")] bool OffersRetrieval,
        [property: JsonPropertyName("a")] string Anchors,
        [property: JsonPropertyName("r")] byte[] Results);
}

/// <summary>The source-generated serializer of places.</summary>
[JsonSerializable(typeof(AnswerDirectory.PlaceValue))]
internal sealed partial class AnswerJson : JsonSerializerContext;
