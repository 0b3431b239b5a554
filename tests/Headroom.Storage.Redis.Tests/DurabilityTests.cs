using Headroom.Context.Ports;
using Headroom.Testing.Servers;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Redis.Tests;

/// <summary>What a server must promise before markers are built on it.</summary>
public sealed class DurabilityTests
{
    private readonly StoredContent _content = Content("original");

    [Theory]
    [InlineData("--appendonly", "no", "appendonly no")]
    [InlineData("--appendfsync", "everysec", "no replica")]
    [InlineData("--appendfsync", "no", "appendfsync no")]
    [InlineData("--maxmemory-policy", "allkeys-lru", "maxmemory-policy allkeys-lru")]
    public async Task A_server_that_may_lose_what_it_acknowledged_starts_only_when_asked_for_by_name_and_says_so(
        string name, string value, string weakness)
    {
        await using OwnRedis redis = await OwnRedis.StartAsync(name, value);
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => redis.OpenAsync());
        Assert.Contains(weakness, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AllowWeakDurability", refusal.Message, StringComparison.Ordinal);

        RedisStores stores = await redis.OpenAsync(allowWeak: true);
        Assert.Contains(weakness, Assert.Single(stores.Warnings), StringComparison.Ordinal);
        await stores.Contents.PutAsync(Acme, [_content], None);
    }

    [Fact]
    public async Task A_server_that_writes_through_starts_without_a_warning()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        Assert.Empty((await redis.OpenAsync()).Warnings);
    }

    [Fact]
    public async Task A_server_that_writes_every_second_acknowledges_what_a_replica_has_and_nothing_else()
    {
        await using OwnRedis primary = await OwnRedis.StartAsync("--appendfsync", "everysec", "--repl-diskless-sync-delay", "0");
        await using RedisServer replica = new("--replicaof", "127.0.0.1", $"{primary.Server.Port}");
        await replica.StartAsync();
        RedisStores stores = await primary.OpenAsync(timeout: TimeSpan.FromSeconds(4));
        Assert.Empty(stores.Warnings);
        await stores.Contents.PutAsync(Acme, [_content], None);
        await stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None);

        await replica.FreezeAsync();
        StoredContent unreplicated = Content("nobody else has it");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.PutAsync(Acme, [unreplicated], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.PutAsync(Acme, [unreplicated], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Ledgers.AppendAsync(Session, [Entry("v", "2")], None));

        await replica.ThawAsync();
        await stores.Contents.PutAsync(Acme, [unreplicated], None);
    }

    [Fact]
    public async Task A_server_that_comes_back_weaker_than_it_was_is_written_to_no_more_but_still_read()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync();
        await stores.Contents.PutAsync(Acme, [_content], None);
        await redis.Server.KillAsync();
        redis.Server.Overrides = ["--appendfsync", "no"];
        await redis.RestartAsync(stores);
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => stores.Contents.PutAsync(Acme, [Content("new")], None));
        Assert.Contains("appendfsync no", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));

        await redis.Server.KillAsync();
        redis.Server.Overrides = [];
        await redis.RestartAsync(stores);
        await stores.Contents.PutAsync(Acme, [Content("new")], None);
    }
}
