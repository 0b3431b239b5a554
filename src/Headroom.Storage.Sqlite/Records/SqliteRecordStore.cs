using System.Globalization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Records;

/// <summary>Small mutable records in the file. The ETag is a version that every write raises.</summary>
internal sealed class SqliteRecordStore(ReadPool reads, WriteQueue writes) : IRecordStore
{
    public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) =>
        reads.ReadAsync(connection => Get(connection, key), cancellationToken);

    public Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        byte[] owned = value.ToArray();
        return writes.WriteAsync(
            connection =>
            {
                connection.Execute(
                    "INSERT OR IGNORE INTO records (tenant, kind, name, value, version) VALUES ($0, $1, $2, $3, 1)",
                    key.Tenant.Value, key.Kind, key.Name, owned);
                return Get(connection, key)!;
            },
            owned.Length,
            cancellationToken);
    }

    public Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken)
    {
        if (!long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out long version))
            return Task.FromResult<StoredRecord?>(null);
        byte[] owned = value.ToArray();
        return writes.WriteAsync(
            connection => connection.Execute(
                "UPDATE records SET value = $3, version = version + 1 WHERE tenant = $0 AND kind = $1 AND name = $2 AND version = $4",
                key.Tenant.Value, key.Kind, key.Name, owned, version) > 0
                    ? new StoredRecord(owned, Tag(version + 1))
                    : null,
            owned.Length,
            cancellationToken);
    }

    private static StoredRecord? Get(Connection connection, RecordKey key)
    {
        using SqliteDataReader row = connection.Query(
            "SELECT value, version FROM records WHERE tenant = $0 AND kind = $1 AND name = $2", key.Tenant.Value, key.Kind, key.Name);
        return row.Read() ? new StoredRecord(row.GetFieldValue<byte[]>(0), Tag(row.GetInt64(1))) : null;
    }

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);
}
