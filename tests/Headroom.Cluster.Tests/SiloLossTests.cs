using Headroom.Cluster.Tests.Clusters;
using Orleans.TestingHost;

namespace Headroom.Cluster.Tests;

/// <summary>Silos that die, each test on a cluster of its own.</summary>
public sealed class SiloLossTests : IAsyncLifetime
{
    private readonly ThreeSilos _cluster = new();
    private readonly Conversation _conversation = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_session_goes_on_byte_for_byte_when_its_silo_is_killed()
    {
        using GatewayNode gateway = new(_cluster.OpenFabric(), _cluster);
        List<InProcessSiloHandle> homes = [];
        for (int turn = 0; turn < 12; turn++)
        {
            await _conversation.TurnAsync(gateway);
            Assert.False(_conversation.IsLastRaw);
            if (turn is 3 or 7)
            {
                InProcessSiloHandle home = _cluster.SiloOf(gateway.KeyOf(_conversation.Talk))!;
                homes.Add(home);
                await _cluster.KillAsync(home);
            }
        }

        Assert.Equal(2, homes.Distinct().Count());
        Assert.Equal((0, 0, 0), (gateway.Counters.PrefixChanged, gateway.Counters.Degraded, gateway.Counters.CommitFailures));
    }

    [Fact]
    public async Task A_gateway_without_a_single_silo_goes_on_from_the_ledger_alone()
    {
        using GatewayNode gateway = new(_cluster.OpenFabric(), _cluster);
        for (int turn = 0; turn < 6; turn++)
        {
            await _conversation.TurnAsync(gateway);
            Assert.False(_conversation.IsLastRaw);
            if (turn == 2)
            {
                await _cluster.KillAllAsync();
            }
        }

        Assert.Equal((0, 0), (gateway.Counters.PrefixChanged, gateway.Counters.Degraded));
    }
}
