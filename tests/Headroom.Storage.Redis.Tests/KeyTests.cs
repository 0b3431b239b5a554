using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Time;
using StackExchange.Redis;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Redis.Tests;

/// <summary>What stands in the server, and what becomes of it behind the store's back.</summary>
[Collection(RedisCollection.Name)]
public sealed class KeyTests(SharedRedis redis) : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RetentionOptions _retention = new();
    private readonly StoredContent _content = Content("original " + new string('x', 500));
    private RedisStores? _stores;
    private ConnectionMultiplexer? _direct;

    public async Task InitializeAsync()
    {
        string database = redis.NewDatabase();
        _stores = await SharedRedis.OpenAsync(database, _clock, _retention);
        _direct = await ConnectionMultiplexer.ConnectAsync(database + ",allowAdmin=true");
    }

    public async Task DisposeAsync()
    {
        await _stores!.DisposeAsync();
        await _direct!.DisposeAsync();
    }

    [Fact]
    public async Task Every_key_begins_with_its_tenant_and_gives_its_room_back_by_itself_but_for_records()
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        await _stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None);
        await _stores.Records.CreateAsync(new(Acme, "secret", "marker"), "1"u8.ToArray(), None);
        RedisKey[] keys = Keys();
        Assert.NotEmpty(keys);
        foreach (RedisKey key in keys)
        {
            Assert.StartsWith("{acme", key.ToString(), StringComparison.Ordinal);
            Assert.Equal(key.ToString().EndsWith(":record", StringComparison.Ordinal), await Database.KeyTimeToLiveAsync(key) is null);
        }
    }

    [Theory]
    [InlineData("}")]
    [InlineData("acme}:body:")]
    [InlineData("acme/s")]
    [InlineData("{acme}")]
    public async Task A_tenants_name_does_not_reach_into_anothers_keys(string name)
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        int before = Keys().Length;
        TenantId tenant = new(name);
        await _stores.Contents.PutAsync(tenant, [_content], None);
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(new(tenant, _content.Hash), None));
        Assert.Equal(before * 2, Keys().Length);
    }

    [Fact]
    public async Task Damaged_bytes_are_never_served_and_the_next_put_heals_them()
    {
        ChunkKey key = new(Acme, _content.Hash);
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        await Database.StringSetRangeAsync(Body(), 60, "damage");
        Assert.IsType<ContentLookup.Damaged>(await _stores.Contents.GetAsync(key, None));
        Assert.IsType<ContentLookup.Damaged>(await _stores.Contents.GetRangeAsync(key, 0, 4, None));
        Assert.Equal([key.Hash], await _stores.Contents.RenewAsync(Acme, [key.Hash], None));
        await _stores.Contents.PutAsync(Acme, [_content], None);
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(key, None));
        Assert.Equal(1, (await _stores.Contents.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task A_body_whose_key_the_server_let_go_has_expired_and_can_be_put_again()
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        await Database.KeyDeleteAsync(Body());
        Assert.IsType<ContentLookup.Expired>(await _stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        await _stores.Contents.PutAsync(Acme, [_content], None);
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.Equal(1, (await _stores.Contents.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task A_trace_is_forgotten_with_its_markers_after_its_time()
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        _clock.Advance(_retention.TimeToLive);
        await _stores.Contents.PutAsync(Acme, [Content("later")], None);
        Assert.IsType<MarkerLookup.Expired>(await _stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));
        _clock.Advance(TimeSpan.FromDays(31));
        await _stores.Contents.PutAsync(Acme, [Content("much later")], None);
        Assert.IsType<ContentLookup.Unknown>(await _stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.IsType<MarkerLookup.Unknown>(await _stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));
    }

    [Fact]
    public async Task Scripts_that_the_server_has_forgotten_are_sent_again()
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        await _direct!.GetServers()[0].ScriptFlushAsync();
        await _stores.Contents.PutAsync(Acme, [Content("after the flush")], None);
        Assert.Equal(2, (await _stores.Contents.TotalsAsync(Acme, None)).Entries);
    }

    private IDatabase Database => _direct!.GetDatabase();

    private RedisKey[] Keys() => [.. _direct!.GetServers()[0].Keys(Database.Database)];

    private RedisKey Body() => Assert.Single(Keys(), key => key.ToString().Contains(":body:", StringComparison.Ordinal));
}
