using System.Globalization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.Redis.Connection;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Records;

/// <summary>Records, each one hash of <c>value</c> and <c>version</c>. They do not expire.</summary>
internal sealed class RedisRecordStore(RedisConnection connection) : IRecordStore
{
    private static readonly RedisValue[] Fields = ["value", "version"];

    /// <summary>Adding nothing is a write all the same, so that a replica can be waited for.</summary>
    private const string Create =
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('HSET', KEYS[1], 'value', ARGV[1], 'version', 1) end
        redis.call('HINCRBY', KEYS[1], 'version', 0)
        return redis.call('HMGET', KEYS[1], 'value', 'version')
        """;

    private const string Update =
        """
        if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return false end
        redis.call('HSET', KEYS[1], 'value', ARGV[1])
        return redis.call('HINCRBY', KEYS[1], 'version', 1)
        """;

    public async Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        RedisValue[] fields = await connection.ReadAsync(
            "read a record", database => database.HashGetAsync(TenantKeys.Record(key), Fields, CommandFlags.DemandMaster),
            cancellationToken).ConfigureAwait(false);
        return fields[0].IsNull ? null : new StoredRecord((ReadOnlyMemory<byte>)fields[0], fields[1].ToString());
    }

    public async Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        RedisResult standing = await connection.WriteAsync(
            "create a record", Create, [TenantKeys.Record(key)], [value.ToArray()], cancellationToken).ConfigureAwait(false);
        return new StoredRecord((byte[])standing[0]!, standing[1].ToString());
    }

    public async Task<StoredRecord?> UpdateAsync(
        RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken)
    {
        byte[] owned = value.ToArray();
        RedisResult version = await connection.WriteAsync(
            "update a record", Update, [TenantKeys.Record(key)], [owned, etag], cancellationToken).ConfigureAwait(false);
        return version.IsNull ? null : new StoredRecord(owned, ((long)version).ToString(CultureInfo.InvariantCulture));
    }
}
