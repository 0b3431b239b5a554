using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Time;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Sqlite.Tests;

public sealed class FailureTests : IAsyncLifetime
{
    private readonly DataDirectory _data = new();
    private readonly StoredContent _content = Content("original " + new string('x', 500));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task A_directory_that_cannot_be_made_fails_each_operation_and_the_store_recovers()
    {
        await File.WriteAllTextAsync(_data.Path, "a file where the directory should be");
        SqliteStores stores = _data.Open();
        await AssertUnavailable(stores);
        File.Delete(_data.Path);
        await AssertWorks(stores);
    }

    [Fact]
    public async Task A_file_that_is_taken_away_fails_each_operation_and_what_it_held_is_back_with_it()
    {
        SqliteStores stores = _data.Open();
        await AssertWorks(stores);
        string aside = _data.File + ".aside";
        File.Move(_data.File, aside);
        Directory.CreateDirectory(_data.File);
        await AssertUnavailable(stores);
        Directory.Delete(_data.File);
        File.Move(aside, _data.File);
        await AssertWorks(stores);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        Directory.CreateDirectory(_data.Path);
        string text = string.Concat(Enumerable.Repeat("this is not a database\n", 100));
        await File.WriteAllTextAsync(_data.File, text);
        SqliteStores stores = _data.Open();
        await AssertUnavailable(stores);
        Assert.Equal(text, await File.ReadAllTextAsync(_data.File));
        File.Delete(_data.File);
        await AssertWorks(stores);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_name()
    {
        await AssertWorks(_data.Open());
        _data.Tamper("PRAGMA user_version = 7");
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _data.Open().Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.Contains("schema 7", refusal.Message, StringComparison.Ordinal);
        _data.Tamper("PRAGMA user_version = 1");
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_keeps_what_does()
    {
        SqliteStores stores = _data.Open(maxPageCount: 64);
        await AssertWorks(stores);
        StoredContent tooLarge = Content(Noise(1_000_000, seed: 1));
        StoredContent[] small = Enumerable.Range(0, 8).Select(number => Content($"small {number}")).ToArray();
        Task refused = stores.Contents.PutAsync(Acme, [tooLarge], None);
        await Task.WhenAll(small.Select(content => stores.Contents.PutAsync(Acme, [content], None)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
        Assert.IsType<ContentLookup.Unknown>(await stores.Contents.GetAsync(new(Acme, tooLarge.Hash), None));
        foreach (StoredContent content in small)
            Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, content.Hash), None));
    }

    [Fact]
    public async Task Damaged_bytes_are_never_served_and_the_next_put_heals_them()
    {
        SqliteStores stores = _data.Open();
        await AssertWorks(stores);
        _data.Tamper("UPDATE bodies SET bytes = zeroblob(length(bytes))");
        ChunkKey key = new(Acme, _content.Hash);
        Assert.IsType<ContentLookup.Damaged>(await stores.Contents.GetAsync(key, None));
        Assert.IsType<ContentLookup.Damaged>(await stores.Contents.GetRangeAsync(key, 0, 4, None));
        Assert.Equal([key.Hash], await stores.Contents.RenewAsync(Acme, [key.Hash], None));
        await AssertWorks(stores);
    }

    [Fact]
    public async Task A_sweep_removes_what_has_expired_and_leaves_a_trace_for_a_time()
    {
        ManualTimeProvider clock = new();
        RetentionOptions retention = new();
        SqliteStores stores = _data.Open(clock, retention);
        await AssertWorks(stores);
        await stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None);
        clock.Advance(retention.TimeToLive);
        await stores.SweepAsync(None);
        Assert.Equal(0, await stores.SweepAsync(None));
        Assert.IsType<ContentLookup.Expired>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.IsType<MarkerLookup.Expired>(await stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));

        clock.Advance(TimeSpan.FromDays(31));
        await stores.SweepAsync(None);
        Assert.IsType<ContentLookup.Unknown>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.IsType<MarkerLookup.Unknown>(await stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        SqliteStores stores = _data.Open();
        await stores.DisposeAsync();
        await AssertUnavailable(stores);
    }

    private async Task AssertUnavailable(SqliteStores stores)
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.PutAsync(Acme, [_content], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(new(Acme, "a", "b"), None));
    }

    private async Task AssertWorks(SqliteStores stores)
    {
        await stores.Contents.PutAsync(Acme, [_content], None);
        Assert.True(((ContentLookup.Found)await stores.Contents.GetAsync(new(Acme, _content.Hash), None))
            .Bytes.Span.SequenceEqual(_content.Bytes.Span));
    }
}
