using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Contracts;
using Headroom.Grains;
using Headroom.Grains.Keys;
using Headroom.Grains.Sessions;
using Headroom.Testing.Faults;

namespace Headroom.Cluster.Tests;

/// <summary>What calls may not do.</summary>
public sealed class CallBoundsTests(ThreeSilos cluster) : IClassFixture<ThreeSilos>
{
    private static readonly PlanQuery Nothing = new([], [], []);

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    [InlineData("")]
    [InlineData("acme/x")]
    public async Task A_call_for_another_tenant_than_the_grains_is_refused(string? tenant)
    {
        ISessionGrain grain = cluster.Grain(Given.Session);
        if (tenant is not null)
        {
            CallerTenant.Set(tenant);
        }

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.PlanAsync(Nothing, default));
        CallerTenant.Set("acme");
        Assert.Equal(PlanOutcome.Planned, (await grain.PlanAsync(Nothing, default)).Outcome);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task An_insertion_above_the_bound_is_refused_and_the_session_goes_on(int bytesAbove, bool isTaken)
    {
        ISession session = cluster.OpenFabric().Session(Given.Session with { Id = $"large-{bytesAbove}" });
        Insertion large = new("call:c1:0", [], new byte[MessageBounds.MaxInsertionBytes + bytesAbove], []);
        Assert.Equal(isTaken, await session.InsertAsync(large, default));
        TurnPlan plan = await session.PlanAsync(new TurnQuery([], [], ["call:c1:0"]), default);
        Assert.Equal(isTaken ? large.Preceding.Length : null, plan.Insertions.Values.SingleOrDefault()?.Preceding.Length);
    }

    [Fact]
    public async Task A_call_that_its_caller_gives_up_is_ended_in_its_silo()
    {
        cluster.Ledger.Reads.Always = Fault.TimeOut;
        Task ended = cluster.Answers.NextCall("CancelRequestAsync");
        CallerTenant.Set("acme");
        using CancellationTokenSource caller = new();
        Task<PlanReply> plan = cluster.Grain(Given.Session with { Id = "given-up" }).PlanAsync(Nothing, caller.Token);
        RequestContext.Clear();
        await caller.CancelAsync();
        await ended.WaitAsync(TimeSpan.FromSeconds(30));
        cluster.Ledger.Reads.Always = Fault.None;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plan);
    }

    [Fact]
    public async Task A_ledger_that_hangs_ends_a_commit_within_its_limit_and_the_turn_is_raw()
    {
        ISession session = cluster.OpenFabric().Session(Given.Session with { Id = "hanging" });
        LineageNode node = LineageNode.Root.Next(Given.Content("m").Hash.ToArray());
        await session.PlanAsync(new TurnQuery([node], [false], []), default);
        (cluster.Ledger.Writes.Always, cluster.Ledger.Reads.Always) = (Fault.TimeOut, Fault.TimeOut);
        Verdict compressed = new(Given.Content("o").Hash, "balanced/1", "", true, 100, 10, "json:table");
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
        CommitResult result = await session.CommitAsync(new(Guid.NewGuid(), LineageNode.Root, [node], [new(node, Given.Content("c").Hash, compressed)]), limit.Token);
        (cluster.Ledger.Writes.Always, cluster.Ledger.Reads.Always) = (Fault.None, Fault.None);
        Assert.Equal((false, Verdict.Raw), (result.IsConfirmed, result.Winners.Single()));
    }
}
