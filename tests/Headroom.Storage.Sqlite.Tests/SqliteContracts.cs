using Headroom.Context.Ports;
using Headroom.Contracts;

namespace Headroom.Storage.Sqlite.Tests;

public sealed class SqliteContentStoreTests : ContentStoreContract, IAsyncLifetime
{
    private readonly DataDirectory _data = new();
    private SqliteStores? _stores;

    protected override IContentStore Store => (_stores ??= _data.Open(Clock, Retention)).Contents;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();
}

public sealed class SqliteLedgerStoreTests : LedgerStoreContract, IAsyncLifetime
{
    private readonly DataDirectory _data = new();
    private SqliteStores? _stores;

    protected override ILedgerStore Store => (_stores ??= _data.Open(Clock, Retention)).Ledgers;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();
}

public sealed class SqliteRecordStoreTests : RecordStoreContract, IAsyncLifetime
{
    private readonly DataDirectory _data = new();
    private SqliteStores? _stores;

    protected override IRecordStore Store => (_stores ??= _data.Open()).Records;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();
}
