using System.Security.Cryptography;
using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.AzureTables.Calls;
using Orleans.Storage;

namespace Headroom.Storage.AzureTables.Records;

/// <summary>
/// Records as the states of grains. The grain storage writes a state without an ETag only where there is no row, and one with an
/// ETag only over the row that has it: what the port asks for.
/// </summary>
internal sealed class GrainStateRecordStore(IGrainStorage storage, TableDeadline deadline) : IRecordStore
{
    private const string StateName = "record";

    private const string TagStart = "W/\"";
    private const string TagEnd = "\"";

    private static readonly GrainType Type = GrainType.Create("headroom.record");

    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        GrainState<RecordState> state = new(new RecordState());
        await deadline.RunAsync("read a record", () => storage.ReadStateAsync(StateName, GrainOf(key), state), cancellationToken).ConfigureAwait(false);
        return state is { RecordExists: true, State: { } record, ETag: { } etag } ? new StoredRecord(record.Value, TagOf(etag)) : null;
    }

    /// <inheritdoc/>
    public async Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        await WriteAsync("create a record", key, value, null, cancellationToken).ConfigureAwait(false)
        ?? await GetAsync(key, cancellationToken).ConfigureAwait(false)
        ?? throw new StoreUnavailableException($"The table refused to create {key} and has it not.");

    /// <inheritdoc/>
    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken) =>
        IsOfTable(etag) ? WriteAsync("update a record", key, value, TagStart + etag + TagEnd, cancellationToken) : Task.FromResult<StoredRecord?>(null);

    private async Task<StoredRecord?> WriteAsync(string what, RecordKey key, ReadOnlyMemory<byte> value, string? etag, CancellationToken cancellationToken)
    {
        byte[] owned = value.ToArray();
        GrainState<RecordState> state = new(new RecordState { Value = owned }, etag);
        try
        {
            await deadline.RunAsync(what, () => storage.WriteStateAsync(StateName, GrainOf(key), state), cancellationToken).ConfigureAwait(false);
            return new StoredRecord(owned, TagOf(state.ETag!));
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    /// <summary>What stands between the quotation marks: clients get it between some of their own.</summary>
    private static string TagOf(string etag) => etag[TagStart.Length..^TagEnd.Length];

    /// <summary>The service refuses anything else as malformed, and not as another version.</summary>
    private static bool IsOfTable(string etag) => etag.StartsWith("datetime'", StringComparison.Ordinal) && etag.EndsWith('\'');

    private static GrainId GrainOf(RecordKey key) => GrainId.Create(
        Type, IdSpan.Create(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Tenant}\n{key.Kind}\n{key.Name}")))));
}
