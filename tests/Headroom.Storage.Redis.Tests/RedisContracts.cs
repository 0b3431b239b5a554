using Headroom.Context.Ports;
using Headroom.Contracts;

namespace Headroom.Storage.Redis.Tests;

[Collection(RedisCollection.Name)]
public sealed class RedisContentStoreTests(SharedRedis redis) : ContentStoreContract, IAsyncLifetime
{
    private RedisStores? _stores;

    protected override IContentStore Store => _stores!.Contents;

    public async Task InitializeAsync() => _stores = await redis.OpenAsync(Clock, Retention);

    public async Task DisposeAsync() => await _stores!.DisposeAsync();
}

[Collection(RedisCollection.Name)]
public sealed class RedisLedgerStoreTests(SharedRedis redis) : LedgerStoreContract, IAsyncLifetime
{
    private RedisStores? _stores;

    protected override ILedgerStore Store => _stores!.Ledgers;

    public async Task InitializeAsync() => _stores = await redis.OpenAsync(Clock, Retention);

    public async Task DisposeAsync() => await _stores!.DisposeAsync();
}

[Collection(RedisCollection.Name)]
public sealed class RedisRecordStoreTests(SharedRedis redis) : RecordStoreContract, IAsyncLifetime
{
    private RedisStores? _stores;

    protected override IRecordStore Store => _stores!.Records;

    public async Task InitializeAsync() => _stores = await redis.OpenAsync();

    public async Task DisposeAsync() => await _stores!.DisposeAsync();
}
