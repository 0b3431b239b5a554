using Headroom.Context.Agents;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every fabric promises of what agents leave for each other.</summary>
public abstract partial class ContextFabricContract
{
    private readonly AgentKey _agent = new(Acme, $"project/{Guid.NewGuid():n}");

    [Fact]
    public async Task What_one_agent_leaves_another_finds_whole()
    {
        HandOver left = HandOver("findings");
        HandOverWrite write = await Agent.PutContextAsync("plan", left, default, None);
        Assert.Equal(WriteOutcome.Created, write.Outcome);
        StoredHandOver? found = await Agent.GetContextAsync("plan", None);
        Assert.Equal((left, write.ETag), (found!.Value, found.ETag));
        Assert.Null(await Agent.GetContextAsync("other", None));
        Assert.Null(await Fabric.Agent(_agent with { Tenant = Other }).GetContextAsync("plan", None));
    }

    [Fact]
    public async Task A_writer_that_has_not_seen_the_latest_version_is_refused()
    {
        string first = (await Agent.PutContextAsync("plan", HandOver("1"), new(null, IfNoneMatch: true), None)).ETag!;
        HandOverWrite second = await Agent.PutContextAsync("plan", HandOver("2"), new(first, false), None);
        Assert.Equal(WriteOutcome.Replaced, second.Outcome);
        Assert.NotEqual(first, second.ETag);
        Assert.Equal(new(WriteOutcome.Refused, second.ETag), await Agent.PutContextAsync("plan", HandOver("3"), new(first, false), None));
        Assert.Equal(new(WriteOutcome.Refused, second.ETag), await Agent.PutContextAsync("plan", HandOver("4"), new(null, IfNoneMatch: true), None));
        Assert.Equal(new(WriteOutcome.Refused, null), await Agent.PutContextAsync("absent", HandOver("5"), new(first, false), None));
        Assert.Equal(Hash("2"), (await Agent.GetContextAsync("plan", None))!.Value.Original);
    }

    [Fact]
    public async Task Of_racing_writers_that_saw_the_same_version_one_wins()
    {
        string seen = (await Agent.PutContextAsync("plan", HandOver("0"), default, None)).ETag!;
        HandOverWrite[] writes = await Task.WhenAll(Enumerable.Range(1, 8).Select(async writer =>
            await Agent.PutContextAsync("plan", HandOver($"{writer}"), new(seen, false), None)));
        HandOverWrite winner = Assert.Single(writes, write => write.Outcome == WriteOutcome.Replaced);
        Assert.Equal(winner.ETag, (await Agent.GetContextAsync("plan", None))!.ETag);
    }

    [Fact]
    public async Task A_write_that_is_made_again_is_recognised()
    {
        HandOver left = HandOver("once");
        HandOverWrite first = await Agent.PutContextAsync("plan", left, new(null, IfNoneMatch: true), None);
        HandOverWrite again = await Agent.PutContextAsync("plan", left, new(null, IfNoneMatch: true), None);
        Assert.Equal((WriteOutcome.Replaced, first.ETag), (again.Outcome, again.ETag));
    }

    [Fact]
    public async Task What_was_taken_back_or_has_expired_is_gone_and_its_name_is_free()
    {
        string etag = (await Agent.PutContextAsync("plan", HandOver("1"), default, None)).ETag!;
        Assert.Equal(WriteOutcome.Refused, (await Agent.DeleteContextAsync("plan", Guid.NewGuid(), new("another", false), None)).Outcome);
        Assert.Equal(WriteOutcome.Deleted, (await Agent.DeleteContextAsync("plan", Guid.NewGuid(), new(etag, false), None)).Outcome);
        Assert.Null(await Agent.GetContextAsync("plan", None));
        Assert.Equal(WriteOutcome.Missing, (await Agent.DeleteContextAsync("plan", Guid.NewGuid(), default, None)).Outcome);
        Assert.Equal(WriteOutcome.Created, (await Agent.PutContextAsync("plan", HandOver("2") with { ExpiresAt = DateTimeOffset.UnixEpoch }, new(null, IfNoneMatch: true), None)).Outcome);
        Assert.Null(await Agent.GetContextAsync("plan", None));
        Assert.Equal(WriteOutcome.Created, (await Agent.PutContextAsync("plan", HandOver("3"), new(null, IfNoneMatch: true), None)).Outcome);
    }

    private IAgent Agent => Fabric.Agent(_agent);

    private static HandOver HandOver(string text) => new(
        Guid.NewGuid(), Hash(text), Hash(text + "'"), 100, 10, "scout", DateTimeOffset.UnixEpoch, new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
