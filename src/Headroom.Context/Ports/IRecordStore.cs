using Headroom.Context.Keys;

namespace Headroom.Context.Ports;

/// <summary>Small mutable records with optimistic concurrency. A store that cannot answer throws <see cref="StoreUnavailableException"/>.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record; <c>null</c> where there is none.</summary>
    Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Creates a record if there is none. Durable when it returns.</summary>
    /// <returns>The record that stands now: this one, or an earlier writer's.</returns>
    Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Replaces a record if its ETag is still the given one.</summary>
    /// <returns>The new record, or <c>null</c> where another writer was faster.</returns>
    Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken);
}

/// <summary>A record and the version that was read.</summary>
/// <param name="Value">Its bytes.</param>
/// <param name="ETag">Opaque; changes with every write.</param>
public sealed record StoredRecord(ReadOnlyMemory<byte> Value, string ETag);
