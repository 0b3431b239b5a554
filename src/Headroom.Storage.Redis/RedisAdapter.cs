using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Redis;

[assembly: StorageAdapter("redis", typeof(RedisAdapter))]

namespace Headroom.Storage.Redis;

/// <summary>
/// Opens Redis by configuration. Settings: <c>ConnectionString</c> (required), <c>OperationTimeout</c>, <c>AllowWeakDurability</c>.
/// </summary>
public sealed class RedisAdapter : IStorageAdapter
{
    /// <inheritdoc/>
    public async Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new(
            "redis", settings,
            nameof(RedisStoreOptions.ConnectionString), nameof(RedisStoreOptions.OperationTimeout), nameof(RedisStoreOptions.AllowWeakDurability));
        RedisStoreOptions options = new()
        {
            ConnectionString = known.Required(nameof(RedisStoreOptions.ConnectionString)),
            OperationTimeout = known.Time(nameof(RedisStoreOptions.OperationTimeout), TimeSpan.FromSeconds(2)),
            AllowWeakDurability = known.Flag(nameof(RedisStoreOptions.AllowWeakDurability), false),
            Retention = retention,
        };
        return await RedisStores.OpenAsync(options, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
