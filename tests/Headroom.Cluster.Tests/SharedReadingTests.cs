using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Cluster.Tests;

/// <summary>A team whose agents all read the same.</summary>
public sealed class SharedReadingTests(ThreeSilos cluster) : IClassFixture<ThreeSilos>
{
    private const int Agents = 20;
    private const int FileBytes = 5_000_000;

    [Fact]
    public async Task Twenty_agents_that_read_the_same_file_store_and_compress_it_once_and_send_the_same_bytes()
    {
        TurnOptions patient = new() { Budget = TimeSpan.FromMinutes(2), HistoryLimit = TimeSpan.FromMinutes(1), CommitLimit = TimeSpan.FromSeconds(10) };
        using GatewayNode first = new(cluster.OpenFabric(), cluster, patient), second = new(first, cluster.OpenFabric(), cluster, patient);
        GatewayNode[] gateways = [first, second];
        string log = new AgentTalk(WireProtocol.AnthropicMessages).Log(FileBytes / 66);
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which worker failed?").Calls(new ToolCall("Read", """{"file_path":"/var/log/app.log"}""", log));
        Assert.InRange(log.Length, FileBytes, FileBytes * 1.2);

        // One reads it first; the others come while it is being stored and after it.
        IReadOnlyList<string>[] sent = new IReadOnlyList<string>[Agents];
        sent[0] = await gateways[0].SendAsync(talk, "agent 0");
        await Parallel.ForEachAsync(Enumerable.Range(1, Agents - 1), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (agent, _) =>
            sent[agent] = await gateways[agent % 2].SendAsync(talk, $"agent {agent}"));
        SharedFigures shared = await first.SharedAsync() + await second.SharedAsync();

        Assert.All(sent, messages => Assert.Equal(sent[0], messages));
        Assert.Contains("headroom_retrieve hash=", sent[0][^1], StringComparison.Ordinal);
        Assert.Equal(new SharedFigures(Agents, 1, Agents * (long)log.Length, log.Length), shared);
        ContentTotals stored = await cluster.Contents.TotalsAsync(first.Tenant, default);
        Assert.Equal(2, stored.Entries);
        ChunkKey file = new(first.Tenant, ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(log)));
        ChunkOrigin origin = (await cluster.OpenFabric().Chunk(file).OriginAsync(default))!;
        Assert.Equal((log.Length, "log", 1, Agents), (origin.Length, origin.Kind, origin.Variants, origin.BroughtBy.Count));
    }

    [Fact]
    public async Task While_the_cluster_is_gone_each_gateway_still_shares_what_it_reads()
    {
        ThreeSilos lost = cluster.Another();
        await lost.InitializeAsync();
        using GatewayNode gateway = new(lost.OpenFabric(), lost);
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which worker failed?");
        talk.Runs(talk.Log(2000));
        await lost.KillAllAsync();
        IReadOnlyList<string>[] sent = [await gateway.SendAsync(talk, "ann"), await gateway.SendAsync(talk, "ben")];
        Assert.Equal(sent[0], sent[1]);
        Assert.Contains("headroom_retrieve hash=", sent[0][^1], StringComparison.Ordinal);
        SharedFigures shared = await gateway.SharedAsync();
        Assert.Equal((2, 1), (shared.CompressionsAsked, shared.CompressionsRun));
        Assert.Equal(shared.BytesBrought, shared.BytesStored * 2);
        await lost.DisposeAsync();
    }
}
