using System.Collections.Concurrent;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Tests.Fakes;

/// <summary>Records in memory.</summary>
internal sealed class MemoryRecordStore : IRecordStore
{
    private readonly ConcurrentDictionary<RecordKey, StoredRecord> _records = new();

    public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) => Task.FromResult(_records.GetValueOrDefault(key));

    public Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        Task.FromResult(_records.GetOrAdd(key, new StoredRecord(value.ToArray(), "1")));

    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken) => throw new NotSupportedException();
}
