using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Contents;
using Headroom.Storage.Sqlite.Database;
using Headroom.Storage.Sqlite.Ledgers;
using Headroom.Storage.Sqlite.Records;

namespace Headroom.Storage.Sqlite;

/// <summary>
/// The three storage ports on one SQLite file. Nothing is opened before the first operation; a file that cannot be opened
/// fails that operation with <see cref="StoreUnavailableException"/>, and the next operation tries again. Several processes
/// may share a directory.
/// </summary>
public sealed class SqliteStores : IOpenStorage
{
    private readonly ReadPool _reads;
    private readonly WriteQueue _writes;
    private readonly Sweeper _sweeper;

    /// <summary>Prepares the stores; touches no file.</summary>
    /// <param name="options">Where, and for how long.</param>
    /// <param name="timeProvider">The clock that ages contents and sessions.</param>
    public SqliteStores(SqliteStoreOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        DatabaseFile file = new(options);
        Retention retention = new(options.Retention, timeProvider);
        _reads = new ReadPool(file);
        _writes = new WriteQueue(file, options.QueueCapacity, _reads.Renew);
        _sweeper = new Sweeper(file, _writes, retention, options, timeProvider);
        Contents = new SqliteContentStore(_reads, _writes, retention);
        Ledgers = new SqliteLedgerStore(_reads, _writes, retention);
        Records = new SqliteRecordStore(_reads, _writes);
    }

    /// <summary>Originals and outputs.</summary>
    public IContentStore Contents { get; }

    /// <summary>Ledgers of sessions.</summary>
    public ILedgerStore Ledgers { get; }

    /// <summary>Small mutable records.</summary>
    public IRecordStore Records { get; }

    IReadOnlyList<string> IOpenStorage.Warnings => [];

    /// <summary>Removes what has expired. A timer calls it as well, so nobody has to.</summary>
    /// <returns>How many contents and sessions were removed.</returns>
    /// <exception cref="StoreUnavailableException">The file cannot be opened or written.</exception>
    public Task<int> SweepAsync(CancellationToken cancellationToken) => _sweeper.SweepAsync(cancellationToken);

    /// <summary>Finishes the writes that were queued and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
        _reads.Dispose();
    }
}
