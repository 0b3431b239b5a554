using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite;

[assembly: StorageAdapter("sqlite", typeof(SqliteAdapter))]

namespace Headroom.Storage.Sqlite;

/// <summary>Opens the file by configuration. Settings: <c>Directory</c> (required), <c>FileName</c>.</summary>
public sealed class SqliteAdapter : IStorageAdapter
{
    /// <inheritdoc/>
    public Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        StorageSettings known = new("sqlite", settings, nameof(SqliteStoreOptions.Directory), nameof(SqliteStoreOptions.FileName));
        SqliteStoreOptions options = new()
        {
            Directory = known.Required(nameof(SqliteStoreOptions.Directory)),
            FileName = known.Optional(nameof(SqliteStoreOptions.FileName)) ?? "headroom.db",
            Retention = retention,
        };
        return Task.FromResult<IOpenStorage>(new SqliteStores(options, timeProvider));
    }
}
