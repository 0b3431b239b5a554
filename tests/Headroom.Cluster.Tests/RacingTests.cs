using Headroom.Cluster.Tests.Clusters;

namespace Headroom.Cluster.Tests;

/// <summary>One session served from more than one place.</summary>
public sealed class RacingTests(ThreeSilos cluster) : IClassFixture<ThreeSilos>
{
    [Fact]
    public async Task Two_gateways_that_race_on_every_turn_send_the_same_bytes()
    {
        using GatewayNode first = new(cluster.OpenFabric(), cluster);
        using GatewayNode second = new(first, cluster.OpenFabric(), cluster);
        Conversation conversation = new();
        for (int turn = 0; turn < 8; turn++)
        {
            conversation.Talk.Runs(conversation.Talk.Rows(), conversation.Talk.Log());
            IReadOnlyList<string>[] sent = await Task.WhenAll(first.SendAsync(conversation.Talk), second.SendAsync(conversation.Talk));
            Assert.Equal(sent[0], sent[1]);
            await conversation.AgainAsync(turn % 2 == 0 ? first : second);
            Assert.False(conversation.IsLastRaw);
        }

        Assert.Equal((0, 0), (first.Counters.PrefixChanged, second.Counters.PrefixChanged));
    }

    [Fact]
    public async Task Two_activations_of_one_session_send_the_same_bytes()
    {
        // Two clusters that do not see each other, as after a split: each holds the session in the memory of a grain.
        ThreeSilos other = cluster.Another();
        await other.InitializeAsync();
        using GatewayNode here = new(cluster.OpenFabric(), cluster);
        using GatewayNode there = new(here, other.OpenFabric(), other);
        Conversation conversation = new();
        for (int turn = 0; turn < 12; turn++)
        {
            await conversation.TurnAsync(turn % 3 == 0 ? there : here);
            await conversation.AgainAsync(turn % 2 == 0 ? there : here);
            Assert.False(conversation.IsLastRaw);
        }

        Assert.NotNull(cluster.SiloOf(here.KeyOf(conversation.Talk)));
        Assert.NotNull(other.SiloOf(here.KeyOf(conversation.Talk)));
        Assert.Equal((0, 0), (here.Counters.PrefixChanged, there.Counters.PrefixChanged));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_asked_for_again()
    {
        using GatewayNode gateway = new(cluster.OpenFabric(), cluster);
        Conversation conversation = new();
        for (int turn = 0; turn < 5; turn++)
        {
            cluster.Answers.Next(turn == 2 ? 1 : 0);
            await conversation.TurnAsync(gateway);
            Assert.False(conversation.IsLastRaw);
        }

        Assert.Equal(0, gateway.Counters.CommitFailures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_whose_commit_was_written_but_never_answered_stays_raw_for_good(bool isForgotten)
    {
        using GatewayNode gateway = new(cluster.OpenFabric(), cluster);
        Conversation conversation = new();
        for (int turn = 0; turn < 6; turn++)
        {
            cluster.Answers.Next(turn == 2 ? 2 : 0);
            await conversation.TurnAsync(gateway);
            Assert.Equal(turn == 2, conversation.IsLastRaw);
            if (isForgotten && turn > 2)
            {
                await cluster.DeactivateAsync(gateway.KeyOf(conversation.Talk));
            }
        }

        Assert.Equal((1, 0), (gateway.Counters.CommitFailures, gateway.Counters.PrefixChanged));
    }
}
