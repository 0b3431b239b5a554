using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Testing.Memory;

/// <summary>The record store in memory.</summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];
    private long _writes;

    public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(_records.GetValueOrDefault(key));
    }

    public Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(_records.TryGetValue(key, out StoredRecord? standing) ? standing : Write(key, value));
    }

    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(_records.TryGetValue(key, out StoredRecord? standing) && standing.ETag == etag ? Write(key, value) : null);
    }

    private StoredRecord Write(RecordKey key, ReadOnlyMemory<byte> value) =>
        _records[key] = new StoredRecord(value.ToArray(), $"{++_writes}");
}
