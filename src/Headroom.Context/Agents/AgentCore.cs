using System.Text.Json;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Agents;

/// <summary>
/// The rules of an agent's shared context, the same in one process and behind a grain: every write names the version that it
/// replaces, in the store, so that of two writers one wins and the other learns of it.
/// </summary>
public sealed class AgentCore(AgentKey key, IRecordStore records, TimeProvider time) : IAgent
{
    private const string Kind = "context";
    private const int MaxAttempts = 5;

    /// <inheritdoc/>
    public async ValueTask<StoredHandOver?> GetContextAsync(string name, CancellationToken cancellationToken)
    {
        StoredRecord? record = await records.GetAsync(KeyOf(name), cancellationToken).ConfigureAwait(false);
        return record is not null && Live(record) is { } value ? new StoredHandOver(value, record.ETag) : null;
    }

    /// <inheritdoc/>
    public ValueTask<HandOverWrite> PutContextAsync(string name, HandOver handOver, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(name, Encode(handOver), handOver.WriteId, isDeletion: false, condition, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HandOverWrite> DeleteContextAsync(string name, Guid writeId, WriteCondition condition, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var deleted = new HandOverValue(writeId, null, null, 0, 0, null, now, now);
        return WriteAsync(name, JsonSerializer.SerializeToUtf8Bytes(deleted, HandOverJson.Default.HandOverValue), writeId, isDeletion: true, condition, cancellationToken);
    }

    private async ValueTask<HandOverWrite> WriteAsync(
        string name, byte[] bytes, Guid writeId, bool isDeletion, WriteCondition condition, CancellationToken cancellationToken)
    {
        RecordKey record = KeyOf(name);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            StoredRecord? standing = await records.GetAsync(record, cancellationToken).ConfigureAwait(false);
            bool isLive = standing is not null && Live(standing) is not null;
            if (standing is not null && Decode(standing).WriteId == writeId)
            {
                // This very write was made before, and its answer was lost.
                return new HandOverWrite(isDeletion ? WriteOutcome.Deleted : WriteOutcome.Replaced, isDeletion ? null : standing.ETag);
            }

            string? version = isLive ? standing!.ETag : null;
            if (!condition.Allows(version))
            {
                return new HandOverWrite(WriteOutcome.Refused, version);
            }

            if (isDeletion && !isLive)
            {
                return new HandOverWrite(WriteOutcome.Missing, null);
            }

            StoredRecord? written = standing is null
                ? await records.CreateAsync(record, bytes, cancellationToken).ConfigureAwait(false)
                : await records.UpdateAsync(record, bytes, standing.ETag, cancellationToken).ConfigureAwait(false);
            if (written is not null && Decode(written).WriteId == writeId)
            {
                return isDeletion ? new HandOverWrite(WriteOutcome.Deleted, null) : new HandOverWrite(isLive ? WriteOutcome.Replaced : WriteOutcome.Created, written.ETag);
            }
        }

        throw new StoreUnavailableException($"The context {key}/{name} is written by too many at once.");
    }

    private HandOver? Live(StoredRecord record)
    {
        HandOverValue value = Decode(record);
        return value is { Original: { } original, Compressed: { } compressed } && value.ExpiresAt > time.GetUtcNow()
            ? new HandOver(
                value.WriteId, ContentHash.Parse(original), ContentHash.Parse(compressed), value.TokensBefore, value.TokensAfter, value.By, value.WrittenAt, value.ExpiresAt)
            : null;
    }

    private RecordKey KeyOf(string name) => new(key.Tenant, Kind, $"{key.Name}/{name}");

    private static HandOverValue Decode(StoredRecord record) => JsonSerializer.Deserialize(record.Value.Span, HandOverJson.Default.HandOverValue)!;

    private static byte[] Encode(HandOver value) => JsonSerializer.SerializeToUtf8Bytes(
        new HandOverValue(
            value.WriteId, value.Original.ToString(), value.Compressed.ToString(), value.TokensBefore, value.TokensAfter, value.By, value.WrittenAt, value.ExpiresAt),
        HandOverJson.Default.HandOverValue);
}
