using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Time;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every content store promises.</summary>
public abstract class ContentStoreContract
{
    protected ManualTimeProvider Clock { get; } = new();

    protected RetentionOptions Retention { get; } = new() { QuotaBytes = 64 * 1024 };

    protected abstract IContentStore Store { get; }

    [Fact]
    public async Task What_was_put_is_read_back_byte_for_byte_with_its_description()
    {
        StoredContent content = Content("line 1\nline 2 ✓\n");
        await Store.PutAsync(Acme, [content], None);

        var found = Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.Equal(content.Bytes.ToArray(), found.Bytes.ToArray());
        Assert.Equal(content.Bytes.Length, found.TotalLength);
        Assert.Equal(content.Description, found.Description);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40_000)]
    public async Task Bytes_that_do_not_compress_come_back_as_they_were(int length)
    {
        StoredContent content = Content(Noise(length, seed: 1));
        await Store.PutAsync(Acme, [content], None);
        var found = Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.True(found.Bytes.Span.SequenceEqual(content.Bytes.Span));
    }

    [Fact]
    public async Task The_first_description_wins()
    {
        StoredContent content = Content("same");
        await Store.PutAsync(Acme, [content], None);
        await Store.PutAsync(Acme, [content with { Description = new("json", 99) }], None);
        var found = Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.Equal("log", found.Description.Kind);
        Assert.Equal(1, (await Store.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task A_content_that_its_hash_does_not_name_is_refused()
    {
        StoredContent forged = Content("genuine") with { Bytes = "forged"u8.ToArray() };
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(Acme, [forged], None));
        Assert.IsType<ContentLookup.Unknown>(await Store.GetAsync(new(Acme, forged.Hash), None));
    }

    [Fact]
    public async Task The_callers_buffer_may_be_reused_once_the_put_has_returned()
    {
        byte[] buffer = Noise(64, seed: 2);
        byte[] original = [.. buffer];
        StoredContent content = Content(buffer);
        await Store.PutAsync(Acme, [content], None);
        Array.Clear(buffer);
        var found = Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.Equal(original, found.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0, 4, "0123")]
    [InlineData(8, 4, "89")]
    [InlineData(10, 4, "")]
    [InlineData(5_000_000_000, 4, "")]
    [InlineData(3, 0, "")]
    public async Task A_range_ends_where_the_content_ends(long offset, int length, string expected)
    {
        StoredContent content = Content("0123456789");
        await Store.PutAsync(Acme, [content], None);
        ContentLookup lookup = await Store.GetRangeAsync(new(Acme, content.Hash), offset, length, None);
        Assert.Equal(expected, lookup.Text());
        Assert.Equal(10, ((ContentLookup.Found)lookup).TotalLength);
    }

    [Fact]
    public async Task A_marker_leads_to_its_content_and_a_look_alike_leads_nowhere()
    {
        StoredContent content = Content("original");
        await Store.PutAsync(Acme, [content], None);
        Assert.Equal(new MarkerLookup.Found(content.Hash), await Store.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.True(MarkerHash.TryParse("0123456789abcdef01234567", out MarkerHash lookAlike));
        Assert.IsType<MarkerLookup.Unknown>(await Store.ResolveAsync(Acme, lookAlike, None));
    }

    [Fact]
    public async Task A_marker_of_a_later_secret_is_kept_beside_the_first()
    {
        StoredContent content = Content("original");
        MarkerHash rotated = MarkerHash.FromKeyedHash(Noise(12, seed: 3));
        await Store.PutAsync(Acme, [content], None);
        await Store.PutAsync(Acme, [content with { Marker = rotated }], None);
        Assert.Equal(new MarkerLookup.Found(content.Hash), await Store.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.Equal(new MarkerLookup.Found(content.Hash), await Store.ResolveAsync(Acme, rotated, None));
    }

    [Fact]
    public async Task Nothing_crosses_a_tenant()
    {
        StoredContent content = Content("secret of acme");
        await Store.PutAsync(Acme, [content], None);
        Assert.IsType<ContentLookup.Unknown>(await Store.GetAsync(new(Other, content.Hash), None));
        Assert.IsType<MarkerLookup.Unknown>(await Store.ResolveAsync(Other, content.Marker!.Value, None));
        Assert.Equal([content.Hash], await Store.RenewAsync(Other, [content.Hash], None));
        Assert.Equal(0, await Store.CountRetrievalAsync(new(Other, content.Hash), None));
        Assert.Equal(new ContentTotals(0, 0, 0, 0), await Store.TotalsAsync(Other, None));
    }

    [Fact]
    public async Task An_expired_content_is_told_from_one_never_seen_and_can_be_put_again()
    {
        StoredContent content = Content("short-lived");
        await Store.PutAsync(Acme, [content], None);
        Clock.Advance(Retention.TimeToLive);
        Assert.IsType<ContentLookup.Expired>(await Store.GetAsync(new(Acme, content.Hash), None));
        Assert.IsType<MarkerLookup.Expired>(await Store.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.IsType<ContentLookup.Unknown>(await Store.GetAsync(new(Acme, Content("never").Hash), None));
        Assert.Equal([content.Hash], await Store.RenewAsync(Acme, [content.Hash], None));
        Assert.Equal(0, (await Store.TotalsAsync(Acme, None)).Entries);

        await Store.PutAsync(Acme, [content], None);
        Assert.Equal("short-lived", (await Store.GetAsync(new(Acme, content.Hash), None)).Text());
        Assert.Equal(new MarkerLookup.Found(content.Hash), await Store.ResolveAsync(Acme, content.Marker!.Value, None));
    }

    [Fact]
    public async Task A_renewal_starts_the_time_to_live_anew_and_names_what_is_missing()
    {
        StoredContent content = Content("kept alive");
        ContentHash missing = Content("missing").Hash;
        await Store.PutAsync(Acme, [content], None);
        for (int half = 0; half < 4; half++)
        {
            Clock.Advance(Retention.TimeToLive / 2);
            Assert.Equal([missing], await Store.RenewAsync(Acme, [content.Hash, missing], None));
        }
        Assert.Equal("kept alive", (await Store.GetAsync(new(Acme, content.Hash), None)).Text());
    }

    [Fact]
    public async Task Retrievals_are_counted_per_content_and_in_total()
    {
        StoredContent first = Content("first"), second = Content("second");
        await Store.PutAsync(Acme, [first, second], None);
        Assert.Equal(1, await Store.CountRetrievalAsync(new(Acme, first.Hash), None));
        Assert.Equal(2, await Store.CountRetrievalAsync(new(Acme, first.Hash), None));
        Assert.Equal(1, await Store.CountRetrievalAsync(new(Acme, second.Hash), None));
        ContentTotals totals = await Store.TotalsAsync(Acme, None);
        Assert.Equal((2L, 11L, 3L), (totals.Entries, totals.Bytes, totals.Retrievals));
    }

    [Fact]
    public async Task A_full_quota_refuses_rather_than_evict_what_an_active_session_shows()
    {
        StoredContent standing = Content(Noise(40_000, seed: 4));
        StoredContent tooMuch = Content(Noise(40_000, seed: 5));
        await Store.PutAsync(Acme, [standing], None);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.PutAsync(Acme, [tooMuch], None));
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, standing.Hash), None));
        Assert.IsType<ContentLookup.Unknown>(await Store.GetAsync(new(Acme, tooMuch.Hash), None));
        await Store.PutAsync(Other, [tooMuch], None);
    }

    [Fact]
    public async Task A_full_quota_evicts_the_least_recently_renewed_first()
    {
        StoredContent idle = Content(Noise(30_000, seed: 6)), shown = Content(Noise(30_000, seed: 7));
        StoredContent arriving = Content(Noise(20_000, seed: 8));
        await Store.PutAsync(Acme, [idle, shown], None);
        Clock.Advance(Retention.ActiveFor * 2);
        await Store.RenewAsync(Acme, [shown.Hash], None);
        await Store.PutAsync(Acme, [arriving], None);
        Assert.IsType<ContentLookup.Expired>(await Store.GetAsync(new(Acme, idle.Hash), None));
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, shown.Hash), None));
        Assert.IsType<ContentLookup.Found>(await Store.GetAsync(new(Acme, arriving.Hash), None));
    }

    [Fact]
    public async Task Many_writers_of_one_content_all_succeed_and_leave_one()
    {
        StoredContent content = Content("contended");
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Store.PutAsync(Acme, [content], None))));
        Assert.Equal(1, (await Store.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task A_token_that_has_fired_ends_every_call()
    {
        CancellationToken fired = new(canceled: true);
        StoredContent content = Content("late");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Acme, [content], fired));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync(new(Acme, content.Hash), fired));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.RenewAsync(Acme, [content.Hash], fired));
    }
}
