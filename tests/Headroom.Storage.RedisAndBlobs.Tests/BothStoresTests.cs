using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.RedisAndBlobs.Tests;

/// <summary>Most contents of the suite are short and go to Redis, those of its quota tests to the blob store.</summary>
public sealed class ShortInRedisTests(BothServers servers) : BothStoresContract(servers, threshold: 1000);

/// <summary>The same where nearly everything is too long for Redis.</summary>
public sealed class LongInBlobsTests(BothServers servers) : BothStoresContract(servers, threshold: 1);

/// <summary>What one content store promises, and what two must promise besides.</summary>
public abstract class BothStoresContract(BothServers servers, int threshold) : ContentStoreContract, IClassFixture<BothServers>, IAsyncLifetime
{
    private BothStores? _stores;

    protected override IContentStore Store => _stores!.AsOne(threshold);

    public async Task InitializeAsync() => _stores = await servers.OpenAsync(Clock, Retention);

    public async Task DisposeAsync() => await _stores!.DisposeAsync();

    [Theory]
    [InlineData(100, 10_000)]
    [InlineData(10_000, 100)]
    public async Task A_version_with_another_threshold_reads_resolves_and_renews_what_the_one_before_kept(int before, int after)
    {
        StoredContent content = Content(Noise(5000, seed: 1));
        ChunkKey key = new(Acme, content.Hash);
        await _stores!.AsOne(before).PutAsync(Acme, [content], None);
        IContentStore later = _stores.AsOne(after);
        Clock.Advance(Retention.TimeToLive / 2);
        Assert.Empty(await later.RenewAsync(Acme, [content.Hash], None));
        Clock.Advance(Retention.TimeToLive * 3 / 4);
        Assert.Equal(new MarkerLookup.Found(content.Hash), await later.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.IsType<ContentLookup.Found>(await later.GetAsync(key, None));

        // Both versions write while one follows the other: the content is then in both, and still one to whoever asks.
        await later.PutAsync(Acme, [content], None);
        Assert.Equal(1, await later.CountRetrievalAsync(key, None));
        Assert.IsType<ContentLookup.Found>(await _stores.AsOne(before).GetAsync(key, None));
    }

    [Fact]
    public async Task A_long_content_is_in_the_blob_store_alone_and_a_short_one_in_redis_alone()
    {
        StoredContent brief = Content("b"), lengthy = Content(Noise(5000, seed: 2));
        await Store.PutAsync(Acme, [brief, lengthy], None);
        Assert.Equal((true, false), (await IsIn(_stores!.Redis.Contents, brief), await IsIn(_stores.Redis.Contents, lengthy)));
        Assert.Equal((false, true), (await IsIn(_stores.Blobs.Contents, brief), await IsIn(_stores.Blobs.Contents, lengthy)));
    }

    private static async Task<bool> IsIn(IContentStore store, StoredContent content) =>
        await store.GetAsync(new ChunkKey(Acme, content.Hash), None) is ContentLookup.Found
        && await store.ResolveAsync(Acme, content.Marker!.Value, None) is MarkerLookup.Found;
}
