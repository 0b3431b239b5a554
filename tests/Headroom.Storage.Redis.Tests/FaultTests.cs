using System.Collections.Concurrent;
using System.Diagnostics;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Redis.Tests;

public sealed class FaultTests
{
    private readonly StoredContent _content = Content("original " + new string('x', 500));

    [Fact]
    public async Task A_server_killed_in_the_middle_of_writes_loses_none_that_was_acknowledged()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync();
        ConcurrentBag<ContentHash> acknowledged = [];
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int number = 0; ; number++)
            {
                StoredContent content = Content(Noise(2000, seed: (writer * 1_000_000) + number));
                try
                {
                    await stores.Contents.PutAsync(Acme, [content], None);
                    await stores.Ledgers.AppendAsync(Session, [Entry(content.Hash.ToString(), "kept")], None);
                }
                catch (StoreUnavailableException)
                {
                    return;
                }
                acknowledged.Add(content.Hash);
                if (acknowledged.Count >= 300)
                    enough.TrySetResult();
            }
        }))];
        await enough.Task;
        await redis.Server.KillAsync();
        await Task.WhenAll(writers);

        await redis.RestartAsync(stores);
        HashSet<string> entries = [.. (await stores.Ledgers.ReadAsync(Session, None)).Select(entry => entry.Field)];
        foreach (ContentHash hash in acknowledged)
        {
            Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, hash), None));
            Assert.Contains(hash.ToString(), entries);
        }
    }

    [Fact]
    public async Task A_server_that_is_away_fails_each_operation_at_once_and_works_when_it_is_back()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync();
        await AssertWorks(stores);
        await redis.Server.KillAsync();
        Stopwatch watch = Stopwatch.StartNew();
        await AssertUnavailable(stores);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"A call of 30 s was not ended early: {watch.Elapsed}");
        await redis.RestartAsync(stores);
        await AssertWorks(stores);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_deadline()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync(timeout: TimeSpan.FromMilliseconds(250));
        await redis.Server.FreezeAsync();
        Stopwatch watch = Stopwatch.StartNew();
        StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => stores.Contents.PutAsync(Acme, [_content], None));
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(4));
        Assert.Contains("within 250 ms", failure.Message, StringComparison.Ordinal);
        await redis.Server.ThawAsync();
    }

    [Fact]
    public async Task A_full_server_refuses_with_a_plain_reason_changes_nothing_and_still_reads()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync();
        await AssertWorks(stores);
        StoredContent refused = Content("does not fit any more");
        await redis.LimitMemoryAsync("100kb");
        StoreUnavailableException refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => stores.Contents.PutAsync(Acme, [_content with { Marker = null }, refused], None));
        Assert.Contains("it is full (maxmemory)", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.CreateAsync(new(Acme, "a", "b"), "1"u8.ToArray(), None));
        Assert.IsType<ContentLookup.Unknown>(await stores.Contents.GetAsync(new(Acme, refused.Hash), None));
        Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.Empty(await stores.Ledgers.ReadAsync(Session, None));

        await redis.LimitMemoryAsync("0");
        await stores.Contents.PutAsync(Acme, [refused], None);
        Assert.Equal(2, (await stores.Contents.TotalsAsync(Acme, None)).Entries);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync();
        RedisStores stores = await redis.OpenAsync();
        await stores.DisposeAsync();
        await AssertUnavailable(stores);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_refused_at_start()
    {
        OwnRedis redis = new();
        await using (redis)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => redis.OpenAsync(timeout: TimeSpan.FromSeconds(1)));
    }

    private async Task AssertUnavailable(RedisStores stores)
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.PutAsync(Acme, [_content], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(new(Acme, "a", "b"), None));
    }

    private async Task AssertWorks(RedisStores stores)
    {
        await stores.Contents.PutAsync(Acme, [_content], None);
        Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));
    }
}
