using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Contracts;
using Headroom.Grains.Sessions;
using Headroom.Testing.Faults;

namespace Headroom.Cluster.Tests;

/// <summary>A turn whose grain did not answer goes by the ledger alone, and the grain hears of it afterwards.</summary>
public sealed class DetourTests(ThreeSilos cluster) : IClassFixture<ThreeSilos>
{
    [Fact]
    public async Task An_insertion_made_on_a_detour_is_known_to_every_gateway_afterwards()
    {
        var query = new TurnQuery([], [], ["call:c1:0"]);
        ISession Session() => cluster.OpenFabric().Session(Given.Session with { Id = "detour" });
        Assert.Empty((await Session().PlanAsync(query, default)).Insertions);

        ISession turn = Session();
        cluster.Answers.NextPlans(2);
        Task told = cluster.Answers.NextCall(nameof(ISessionGrain.InsertAsync));
        await turn.PlanAsync(query, default);
        Assert.True(await turn.InsertAsync(new Insertion("call:c1:0", [], new byte[] { 1 }, []), default));

        await told.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single((await Session().PlanAsync(query, default)).Insertions);
    }

    [Fact]
    public async Task A_cluster_that_hangs_leaves_a_turn_the_time_for_its_detour()
    {
        Conversation conversation = new();
        using GatewayNode gateway = new(cluster.OpenFabric(), cluster, new TurnOptions { Budget = TimeSpan.FromSeconds(20), HistoryLimit = TimeSpan.FromSeconds(1.4) });
        await conversation.TurnAsync(gateway);
        cluster.Answers.Stall();
        try
        {
            for (int turn = 0; turn < 3; turn++)
            {
                await conversation.TurnAsync(gateway);
                Assert.False(conversation.IsLastRaw);
            }
        }
        finally
        {
            cluster.Answers.GoOn();
        }

        await conversation.TurnAsync(gateway);
        Assert.Equal((0, 0, 0), (gateway.Counters.PrefixChanged, gateway.Counters.Degraded, gateway.Counters.CommitFailures));
    }

    [Fact]
    public async Task Stores_that_hang_make_what_is_new_go_raw_and_change_nothing_else_on_any_gateway()
    {
        Conversation conversation = new();
        using GatewayNode one = new(cluster.OpenFabric(), cluster, new TurnOptions());
        using GatewayNode other = new(one, cluster.OpenFabric(), cluster, new TurnOptions());
        await conversation.TurnAsync(other);
        await conversation.TurnAsync(one);
        await conversation.TurnAsync(one);
        FaultSwitch[] stores = [cluster.Ledger.Writes, cluster.Ledger.Reads, cluster.Contents.Writes, cluster.Contents.Reads];
        Array.ForEach(stores, store => store.Always = Fault.TimeOut);
        try
        {
            foreach (GatewayNode gateway in (GatewayNode[])[one, other, one, other])
            {
                await conversation.TurnAsync(gateway);
                Assert.True(conversation.IsLastRaw);
            }
        }
        finally
        {
            Array.ForEach(stores, store => store.Always = Fault.None);
        }

        await conversation.TurnAsync(other);
        await conversation.TurnAsync(one);
        Assert.Equal((0, 0, 0, 0), (one.Counters.PrefixChanged, other.Counters.PrefixChanged, one.Counters.Degraded, other.Counters.Degraded));
    }
}
