using System.Collections.Concurrent;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Local;

/// <summary>Records that live as long as the process, as the originals beside them do.</summary>
public sealed class ProcessRecordStore : IRecordStore
{
    private readonly ConcurrentDictionary<RecordKey, StoredRecord> _records = new();

    /// <inheritdoc/>
    public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<StoredRecord?>(cancellationToken) : Task.FromResult(_records.GetValueOrDefault(key));

    /// <inheritdoc/>
    public Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<StoredRecord>(cancellationToken) : Task.FromResult(_records.GetOrAdd(key, Fresh(value)));

    /// <inheritdoc/>
    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StoredRecord fresh = Fresh(value);
        bool isReplaced = _records.TryGetValue(key, out StoredRecord? standing) && standing.ETag == etag && _records.TryUpdate(key, fresh, standing);
        return Task.FromResult(isReplaced ? fresh : null);
    }

    private static StoredRecord Fresh(ReadOnlyMemory<byte> value) => new(value.ToArray(), Guid.NewGuid().ToString("N"));
}
