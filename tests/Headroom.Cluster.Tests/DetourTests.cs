using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
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
}
