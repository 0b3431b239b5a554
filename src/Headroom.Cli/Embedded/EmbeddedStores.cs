using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Storage.Sqlite;

namespace Headroom.Cli.Embedded;

/// <summary>The stores of one process.</summary>
internal sealed class EmbeddedStores : IAsyncDisposable
{
    private readonly SqliteStores _sqlite;

    private EmbeddedStores(SqliteStores sqlite)
    {
        _sqlite = sqlite;
        Secrets = new TenantSecrets(sqlite.Records);
    }

    /// <value>Originals and outputs.</value>
    public IContentStore Contents => _sqlite.Contents;

    /// <value>Ledgers of sessions.</value>
    public ILedgerStore Ledgers => _sqlite.Ledgers;

    /// <value>Small mutable records.</value>
    public IRecordStore Records => _sqlite.Records;

    /// <value>Secrets of tenants.</value>
    public TenantSecrets Secrets { get; }

    /// <summary>Opens the stores in a directory; <c>null</c> takes the data directory.</summary>
    public static EmbeddedStores Open(string? directory) =>
        new(new SqliteStores(new SqliteStoreOptions { Directory = DataDirectory.Resolve(directory) }, TimeProvider.System));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sqlite.DisposeAsync();
}
