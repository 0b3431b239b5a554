using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Contracts;
using Headroom.Grains.Sessions;

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
}
