using Headroom.Context.Keys;
using Headroom.Context.Ports;
using StackExchange.Redis;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Redis.Tests;

/// <summary>A server in cluster mode refuses a script whose keys are in different slots.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Whatever_one_step_touches_is_in_one_slot_and_what_is_apart_is_spread()
    {
        await using OwnRedis redis = await OwnRedis.StartAsync("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1");
        await using ConnectionMultiplexer direct = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint + ",allowAdmin=true");
        IServer server = direct.GetServers()[0];
        await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        while (!(await server.ExecuteAsync("CLUSTER", "INFO")).ToString().Contains("cluster_state:ok", StringComparison.Ordinal))
            continue;

        RedisStores stores = await redis.OpenAsync();
        StoredContent[] contents = [.. Enumerable.Range(0, 20).Select(number => Content($"content {number}"))];
        await stores.Contents.PutAsync(Acme, contents, None);
        Assert.Empty(await stores.Contents.RenewAsync(Acme, [.. contents.Select(content => content.Hash)], None));
        Assert.Equal(1, await stores.Contents.CountRetrievalAsync(new(Acme, contents[0].Hash), None));
        Assert.Equal(20, (await stores.Contents.TotalsAsync(Acme, None)).Entries);
        Assert.Equal("content 7", (await stores.Contents.GetAsync(new(Acme, contents[7].Hash), None)).Text());

        foreach (int number in Enumerable.Range(0, 20))
        {
            SessionKey session = Session with { Id = ContentHash.Of([(byte)number]).ToString() };
            await stores.Ledgers.AppendAsync(session, [Entry("v", "1")], None);
            await stores.Ledgers.SupersedeAsync(session, Entry("v", "1"), Entry("v", "2"), None);
            Assert.Equal("2", Assert.Single(await stores.Ledgers.ReadAsync(session, None)).Text());
        }
        StoredRecord record = await stores.Records.CreateAsync(new(Acme, "a", "b"), "1"u8.ToArray(), None);
        Assert.NotNull(await stores.Records.UpdateAsync(new(Acme, "a", "b"), "2"u8.ToArray(), record.ETag, None));

        ILookup<bool, int> slots = server.Keys().ToLookup(
            key => key.ToString().StartsWith("{acme}:", StringComparison.Ordinal), key => direct.HashSlot(key));
        Assert.Single(slots[true].Distinct());
        Assert.True(slots[false].Distinct().Count() > 10, "Sessions do not spread over the cluster.");
    }
}
