using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Contracts;
using Headroom.Testing.Faults;
using Headroom.Testing.Memory;
using static Headroom.Contracts.Given;

namespace Headroom.Context.Tests.Storage;

/// <summary>Two stores behave as one store does; most contents of the suite are short, those of its quota tests long.</summary>
public sealed class TieredContentStoreTests : ContentStoreContract
{
    private const int Threshold = 1000;

    private readonly FaultyContentStore _small;
    private readonly FaultyContentStore _large;

    public TieredContentStoreTests()
    {
        _small = new FaultyContentStore(new MemoryContentStore(Retention, Clock));
        _large = new FaultyContentStore(new MemoryContentStore(Retention, Clock));
        Store = new TieredContentStore(_small, _large, Threshold);
    }

    protected override IContentStore Store { get; }

    [Theory]
    [InlineData(Threshold, true)]
    [InlineData(Threshold + 1, false)]
    public async Task The_length_decides_which_store_keeps_a_content(int length, bool isSmall)
    {
        StoredContent content = Content(Noise(length, seed: 1));
        await Store.PutAsync(Acme, [content], None);
        Assert.Equal(isSmall ? 1 : 0, (await _small.TotalsAsync(Acme, None)).Entries);
        Assert.Equal(isSmall ? 0 : 1, (await _large.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task One_put_of_both_kinds_is_read_resolved_renewed_and_counted_as_if_it_were_one_store()
    {
        StoredContent brief = Content("brief"), lengthy = Content(Noise(5000, seed: 2));
        await Store.PutAsync(Acme, [brief, lengthy], None);
        Clock.Advance(Retention.TimeToLive / 2);
        Assert.Empty(await Store.RenewAsync(Acme, [lengthy.Hash, brief.Hash], None));
        Clock.Advance(Retention.TimeToLive / 2);
        foreach (StoredContent content in new[] { brief, lengthy })
        {
            var found = Assert.IsType<ContentLookup.Found>(await Store.GetRangeAsync(new(Acme, content.Hash), 1, 3, None));
            Assert.True(found.Bytes.Span.SequenceEqual(content.Bytes.Span[1..4]));
            Assert.Equal(new MarkerLookup.Found(content.Hash), await Store.ResolveAsync(Acme, content.Marker!.Value, None));
            Assert.Equal(1, await Store.CountRetrievalAsync(new(Acme, content.Hash), None));
        }
        Assert.Equal(new ContentTotals(2, 5005, 5005, 2), await Store.TotalsAsync(Acme, None));
    }

    [Fact]
    public async Task A_long_content_that_has_expired_is_told_from_one_never_seen()
    {
        StoredContent lengthy = Content(Noise(5000, seed: 3));
        await Store.PutAsync(Acme, [lengthy], None);
        Clock.Advance(Retention.TimeToLive);
        Assert.IsType<ContentLookup.Expired>(await Store.GetAsync(new(Acme, lengthy.Hash), None));
        Assert.IsType<MarkerLookup.Expired>(await Store.ResolveAsync(Acme, lengthy.Marker!.Value, None));
        Assert.IsType<MarkerLookup.Unknown>(await Store.ResolveAsync(Acme, MarkerHash.FromKeyedHash(Noise(12, seed: 4)), None));
    }

    [Fact]
    public async Task What_was_kept_under_another_threshold_is_still_found()
    {
        StoredContent content = Content(Noise(5000, seed: 5));
        await Store.PutAsync(Acme, [content], None);
        IContentStore later = new TieredContentStore(_small, _large, threshold: 10_000);
        Assert.IsType<ContentLookup.Found>(await later.GetAsync(new(Acme, content.Hash), None));
        await later.PutAsync(Acme, [content], None);
        Assert.IsType<ContentLookup.Found>(await later.GetAsync(new(Acme, content.Hash), None));
    }

    [Theory]
    [InlineData(100, 10_000)]
    [InlineData(10_000, 100)]
    public async Task A_threshold_that_moves_loses_neither_content_nor_marker_nor_age(int before, int after)
    {
        StoredContent content = Content(Noise(5000, seed: 6));
        await new TieredContentStore(_small, _large, before).PutAsync(Acme, [content], None);
        TieredContentStore moved = new(_small, _large, after);
        Clock.Advance(Retention.TimeToLive / 2);
        Assert.Empty(await moved.RenewAsync(Acme, [content.Hash], None));
        Clock.Advance(Retention.TimeToLive * 3 / 4);
        Assert.Equal(new MarkerLookup.Found(content.Hash), await moved.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.IsType<ContentLookup.Found>(await moved.GetAsync(new(Acme, content.Hash), None));
        Assert.Equal(1, await moved.CountRetrievalAsync(new(Acme, content.Hash), None));
    }

    [Fact]
    public async Task A_process_that_put_or_resolved_or_read_a_long_content_asks_where_it_lies_and_nowhere_else()
    {
        StoredContent content = Content(Noise(5000, seed: 7));
        ChunkKey key = new(Acme, content.Hash);
        await Store.PutAsync(Acme, [content], None);
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(key, None));
        Assert.Equal((0, 1), (_small.Reads.Calls, _large.Reads.Calls));

        IContentStore retrieving = new TieredContentStore(_small, _large, Threshold);
        await retrieving.ResolveAsync(Acme, content.Marker!.Value, None);
        Assert.Equal((1, 2), (_small.Reads.Calls, _large.Reads.Calls));
        Assert.IsType<ContentLookup.Found>(await retrieving.GetAsync(key, None));
        Assert.Equal((1, 3), (_small.Reads.Calls, _large.Reads.Calls));

        IContentStore replaying = new TieredContentStore(_small, _large, Threshold);
        Assert.IsType<ContentLookup.Found>(await replaying.GetAsync(key, None));
        Assert.IsType<ContentLookup.Found>(await replaying.GetAsync(key, None));
        Assert.Equal((2, 5), (_small.Reads.Calls, _large.Reads.Calls));
    }

    [Fact]
    public async Task A_short_content_is_read_without_the_roomy_store()
    {
        StoredContent content = Content("brief");
        await Store.PutAsync(Acme, [content], None);
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.Equal(0, _large.Reads.Calls);
    }

    [Fact]
    public async Task A_store_that_is_away_hides_nothing_that_the_other_has_and_what_nobody_can_tell_is_not_called_unknown()
    {
        StoredContent brief = Content("brief"), lengthy = Content(Noise(5000, seed: 8));
        await new TieredContentStore(_small, _large, Threshold).PutAsync(Acme, [brief, lengthy], None);
        _small.Reads.Always = Fault.Fail;
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, lengthy.Hash), None));
        Assert.Equal(new MarkerLookup.Found(lengthy.Hash), await Store.ResolveAsync(Acme, lengthy.Marker!.Value, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetAsync(new(Acme, brief.Hash), None));

        (_small.Reads.Always, _large.Reads.Always) = (Fault.None, Fault.Fail);
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, brief.Hash), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetAsync(new(Acme, lengthy.Hash), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetAsync(new(Acme, Content("never").Hash), None));
    }
}
