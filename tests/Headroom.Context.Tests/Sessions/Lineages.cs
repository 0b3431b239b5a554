using Headroom.Context.Sessions;
using static Headroom.Context.Tests.Sessions.Talk;

namespace Headroom.Context.Tests.Sessions;

public sealed class Lineages
{
    private readonly Talk _talk = new();

    [Fact]
    public async Task A_known_prefix_replays_its_verdicts_and_the_rest_is_live()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal((3, 3), (plan.KnownMessages, plan.LiveFrom));
        Assert.Equal(Compressed("x'"), plan.Verdicts[Content("x")]);
    }

    [Fact]
    public async Task A_retried_turn_is_known_whole()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1");
        Assert.Equal(3, plan.KnownMessages);
        Assert.Equal(Compressed("x'"), plan.Verdicts[Content("x")]);
    }

    [Fact]
    public async Task A_fork_inherits_the_verdicts_of_the_common_prefix_and_no_more()
    {
        string words = "u1";
        for (int i = 1; i <= 20; i++)
        {
            words += $" a{i} r{i}";
            await _talk.CommitAsync(words, $"x{i}", Compressed($"x{i}'"));
        }

        string[] common = [.. words.Split(' ').Take(21)];
        TurnPlan plan = await _talk.PlanAsync(string.Join(' ', common) + " a11' r11'");
        Assert.Equal(21, plan.KnownMessages);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => Content($"x{i}")).ToHashSet(), plan.Verdicts.Keys.ToHashSet());
        Assert.True(plan.LiveFrom <= 22);
    }

    [Fact]
    public async Task The_first_verdict_of_a_content_holds_wherever_it_comes_back_in_its_lineage()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        await _talk.CommitAsync("u1 a1 r1 a2 r2", "x", Verdict.Raw);
        Assert.True((await _talk.PlanAsync("u1 a1 r1 a2 r2 a3 r3")).Verdicts[Content("x")].IsCompressed);
        Assert.Empty((await _talk.PlanAsync("v1 a1 r1 a2 r2")).Verdicts);
    }

    [Fact]
    public async Task An_unknown_conversation_is_live_only_behind_the_models_last_turn()
    {
        Assert.Equal((0, 4), await PlacesAsync("u1 a1 r1 a2 r2 r3"));
        Assert.Equal((0, 0), await PlacesAsync("u1 u2"));
        Assert.Equal((0, 2), await PlacesAsync("u1 a1"));
    }

    [Fact]
    public async Task A_turn_that_went_around_us_behind_a_known_tip_is_raw()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        Assert.Equal((3, 6), await PlacesAsync("u1 a1 r1 a2 r2 a3 r3"));
        Assert.Equal((3, 8), await PlacesAsync("u1 a1 r1 a2 r2 a3 r3 a4 r4"));
    }

    [Fact]
    public async Task A_rewritten_history_is_live_behind_the_common_prefix()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        await _talk.CommitAsync("u1 a1 r1 a2 r2", "y", Compressed("y'"));
        await _talk.CommitAsync("u1 a1 r1 a2 r2 a3 r3", "z", Compressed("z'"));
        Assert.Equal((4, 4), await PlacesAsync("u1 a1 r1 a2 edited a3 r3 a4 r4"));
    }

    [Fact]
    public async Task Lineages_survive_a_restart()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        await _talk.CommitAsync("u1 a1 r1 a2 r2", "y", Verdict.Raw);
        _talk.Restart();
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2 a3 r3");
        Assert.Equal(5, plan.KnownMessages);
        Assert.Equal((Compressed("x'"), Verdict.Raw), (plan.Verdicts[Content("x")], plan.Verdicts[Content("y")]));
        Assert.Equal((4, 4), await PlacesAsync("u1 a1 r1 a2 edited a3 r3 a4 r4"));
    }

    [Fact]
    public async Task A_session_whose_ledger_others_write_too_looks_there_for_what_a_request_knows_and_it_does_not()
    {
        SessionCore stale = _talk.Another(rereads: true);
        await Talk.PlanAsync(stale, "u1");
        await Talk.CommitAsync(_talk.Another(), "u1 a1 r1", "x", Compressed("x'"));
        TurnPlan plan = await Talk.PlanAsync(stale, "u1 a1 r1 a2 r2");
        Assert.Equal((3, 3), (plan.KnownMessages, plan.LiveFrom));
        Assert.Equal(Compressed("x'"), plan.Verdicts[Content("x")]);
    }

    private async Task<(int Known, int LiveFrom)> PlacesAsync(string words)
    {
        TurnPlan plan = await _talk.PlanAsync(words);
        return (plan.KnownMessages, plan.LiveFrom);
    }
}
