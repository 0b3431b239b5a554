using System.Security.Cryptography;
using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.AzureStates.Calls;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates.Records;

/// <summary>
/// Records as the states of grains. The grain storage writes a state without an ETag only where there is none, and one with an
/// ETag only over the one that has it: what the port asks for.
/// </summary>
internal sealed class GrainStateRecordStore(IGrainStorage storage, EntityTags tags, StateDeadline deadline) : IRecordStore
{
    private const string StateName = "record";

    private static readonly GrainType Type = GrainType.Create("headroom.record");

    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        GrainState<RecordState> state = new(new RecordState());
        await deadline.RunAsync("read a record", () => storage.ReadStateAsync(StateName, GrainOf(key), state), cancellationToken).ConfigureAwait(false);
        return state is { RecordExists: true, State: { } record, ETag: { } etag } ? new StoredRecord(record.Value, tags.Inner(etag)) : null;
    }

    /// <inheritdoc/>
    public async Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        await WriteAsync("create a record", key, value, null, cancellationToken).ConfigureAwait(false)
        ?? await GetAsync(key, cancellationToken).ConfigureAwait(false)
        ?? throw new StoreUnavailableException($"The service refused to create {key} and has it not.");

    /// <inheritdoc/>
    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken) =>
        tags.Outer(etag) is { } standing ? WriteAsync("update a record", key, value, standing, cancellationToken) : Task.FromResult<StoredRecord?>(null);

    private async Task<StoredRecord?> WriteAsync(string what, RecordKey key, ReadOnlyMemory<byte> value, string? etag, CancellationToken cancellationToken)
    {
        byte[] owned = value.ToArray();
        GrainState<RecordState> state = new(new RecordState { Value = owned }, etag);
        try
        {
            await deadline.RunAsync(what, () => storage.WriteStateAsync(StateName, GrainOf(key), state), cancellationToken).ConfigureAwait(false);
            return new StoredRecord(owned, tags.Inner(state.ETag!));
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private static GrainId GrainOf(RecordKey key) => GrainId.Create(
        Type, IdSpan.Create(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Tenant}\n{key.Kind}\n{key.Name}")))));
}
