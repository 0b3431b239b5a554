using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Protocols.Retrieval;
using static Headroom.Context.Tests.Sessions.Talk;

namespace Headroom.Context.Tests.Sessions;

public sealed class Committing
{
    private readonly Talk _talk = new();

    [Fact]
    public async Task Racing_commits_agree_on_the_first_writer()
    {
        SessionCore other = _talk.Another();
        await PlanAsync(other, "u1 a1 r1");
        CommitResult first = await _talk.CommitAsync("u1 a1 r1", "x", Compressed("mine"));
        CommitResult second = await CommitAsync(other, "u1 a1 r1", "x", Compressed("theirs"));
        Assert.True(first.IsConfirmed && second.IsConfirmed);
        Assert.Equal(Compressed("mine"), Assert.Single(first.Winners));
        Assert.Equal(Compressed("mine"), Assert.Single(second.Winners));
        Assert.Equal(Compressed("mine"), (await PlanAsync(other, "u1 a1 r1")).Verdicts[Content("x")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_tells_a_block_by_another_goes_raw_when_a_racing_turn_decided_that_other(bool isSameOwner)
    {
        SessionCore other = isSameOwner ? _talk.Core : _talk.Another();
        LineageNode[] nodes = Nodes("u1 a1 r1 r2");
        await PlanAsync(other, "u1 a1 r1 r2");
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("mine"));
        Verdict reference = Compressed("as x") with { Transforms = "repeat:diff" };
        CommitResult result = await other.CommitAsync(
            new CommitReceipt(
                Guid.NewGuid(), LineageNode.Root, nodes,
                [new BlockVerdict(nodes[2], Content("x"), Compressed("theirs")), new BlockVerdict(nodes[3], Content("y"), reference), new BlockVerdict(nodes[3], Content("z"), Compressed("z'"))]),
            default);
        Assert.Equal([Compressed("mine"), Verdict.Raw, Compressed("z'")], result.Winners);
        Assert.False(other.HasUnconfirmed);
        Assert.Equal(Verdict.Raw, (await PlanAsync(_talk.Another(), "u1 a1 r1 r2")).Verdicts[Content("y")]);
    }

    [Fact]
    public async Task A_commit_that_is_reported_as_failed_but_stands_is_read_back()
    {
        _talk.Ledger.LosesAcknowledgements = true;
        CommitResult result = await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        Assert.True(result.IsConfirmed);
        Assert.Equal(Compressed("x'"), Assert.Single(result.Winners));
        Assert.False(_talk.Core.HasUnconfirmed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_whose_commit_failed_stays_raw_for_good(bool isWritten)
    {
        await _talk.PlanAsync("u1 a1 r1");
        _talk.Ledger.RefusesReads = true;
        (_talk.Ledger.LosesAcknowledgements, _talk.Ledger.RefusesAppends) = (isWritten, !isWritten);
        CommitResult result = await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        Assert.False(result.IsConfirmed);
        Assert.Equal(Verdict.Raw, Assert.Single(result.Winners));
        Assert.True(_talk.Core.HasUnconfirmed);
        Assert.Equal(Verdict.Raw, (await _talk.PlanAsync("u1 a1 r1")).Verdicts[Content("x")]);

        (_talk.Ledger.LosesAcknowledgements, _talk.Ledger.RefusesAppends, _talk.Ledger.RefusesReads) = (false, false, false);
        await _talk.Core.ConfirmAsync(default);
        Assert.False(_talk.Core.HasUnconfirmed);
        Assert.Equal(Verdict.Raw, (await _talk.PlanAsync("u1 a1 r1")).Verdicts[Content("x")]);
        _talk.Restart();
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal(3, plan.KnownMessages);
        Assert.Equal(Verdict.Raw, plan.Verdicts[Content("x")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_never_heard_of_its_commit_takes_it_back_under_the_same_receipt(bool ledgerFailsFirst)
    {
        (CommitReceipt compressed, CommitReceipt raw) = Receipts("u1 a1 r1", "x");
        await _talk.Core.CommitAsync(compressed, default);
        SessionCore other = _talk.Another();
        (_talk.Ledger.RefusesAppends, _talk.Ledger.RefusesReads) = (ledgerFailsFirst, ledgerFailsFirst);
        CommitResult result = await other.CommitAsync(raw, default);
        (_talk.Ledger.RefusesAppends, _talk.Ledger.RefusesReads) = (false, false);
        Assert.Equal(!ledgerFailsFirst, result.IsConfirmed);
        Assert.Equal([Verdict.Raw], result.Winners);
        Assert.Equal(Verdict.Raw, (await PlanAsync(other, "u1 a1 r1")).Verdicts[Content("x")]);
        await other.ConfirmAsync(default);
        Assert.Equal(Verdict.Raw, (await PlanAsync(other, "u1 a1 r1")).Verdicts[Content("x")]);
        Assert.Equal(Verdict.Raw, (await PlanAsync(_talk.Another(), "u1 a1 r1")).Verdicts[Content("x")]);
    }

    [Fact]
    public async Task What_a_racing_turn_decided_is_not_taken_back_with_it()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("theirs"));
        (_, CommitReceipt raw) = Receipts("u1 a1 r1", "x");
        Assert.Equal([Compressed("theirs")], (await _talk.Core.CommitAsync(raw, default)).Winners);
        Assert.Equal(Compressed("theirs"), (await PlanAsync(_talk.Another(), "u1 a1 r1")).Verdicts[Content("x")]);
    }

    [Fact]
    public async Task A_ledger_that_comes_back_is_told_with_the_next_commit()
    {
        await _talk.PlanAsync("u1 a1 r1");
        _talk.Ledger.IsDown = true;
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        _talk.Ledger.IsDown = false;
        Assert.True((await _talk.CommitAsync("u1 a1 r1 a2 r2", "y", Compressed("y'"))).IsConfirmed);
        _talk.Restart();
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal((5, Verdict.Raw, Compressed("y'")), (plan.KnownMessages, plan.Verdicts[Content("x")], plan.Verdicts[Content("y")]));
    }

    [Fact]
    public async Task A_ledger_that_does_not_take_what_it_was_told_is_told_nothing_more_and_everything_once_when_it_is_back()
    {
        (_, CommitReceipt raw) = Receipts("u1 a1 r1", "x");
        await _talk.PlanAsync("u1 a1 r1");
        _talk.Ledger.IsDown = true;
        await _talk.Core.CommitAsync(raw, default);
        int writes = _talk.Ledger.Writes;
        CommitResult again = await _talk.Core.CommitAsync(raw, default);
        Assert.Equal((false, writes + 1), (again.IsConfirmed, _talk.Ledger.Writes));
        Assert.Equal([Verdict.Raw], (await _talk.CommitAsync("u1 a1 r1 a2 r2", "y", Compressed("y'"))).Winners);

        _talk.Ledger.IsDown = false;
        writes = _talk.Ledger.Writes;
        Assert.True((await _talk.CommitAsync("u1 a1 r1 a2 r2 a3 r3", "z", Compressed("z'"))).IsConfirmed);
        const int Owed = 3 + 1 + 2 + 1;
        Assert.Equal(writes + Owed + 1, _talk.Ledger.Writes);
        _talk.Restart();
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2 a3 r3");
        Assert.Equal((Verdict.Raw, Verdict.Raw, Compressed("z'")), (plan.Verdicts[Content("x")], plan.Verdicts[Content("y")], plan.Verdicts[Content("z")]));
    }

    [Fact]
    public async Task A_ledger_that_cannot_renew_does_not_hide_what_is_in_memory()
    {
        await _talk.CommitAsync("u1 a1 r1", "x", Compressed("x'"));
        _talk.Time.Advance(TimeSpan.FromDays(3));
        _talk.Ledger.RefusesRenewals = true;
        TurnPlan plan = await _talk.PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal(Compressed("x'"), plan.Verdicts[Content("x")]);
        _talk.Ledger.RefusesRenewals = false;
        Assert.True((await _talk.PlanAsync("u1 a1 r1 a2 r2")).RenewalIsDue);
        Assert.False((await _talk.PlanAsync("u1 a1 r1 a2 r2")).RenewalIsDue);
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_says_so()
    {
        _talk.Ledger.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _talk.PlanAsync("u1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Insertions_survive_a_restart(bool ledgerFailsFirst)
    {
        Insertion insertion = Insertion("call:c1", "own");
        await _talk.PlanAsync("u1");
        _talk.Ledger.IsDown = ledgerFailsFirst;
        Assert.Equal(!ledgerFailsFirst, await _talk.Core.InsertAsync(insertion, default));
        AssertSame(insertion, (await _talk.PlanAsync("u1 a1", "call:c1", "call:c2")).Insertions);
        _talk.Ledger.IsDown = false;
        await _talk.Core.ConfirmAsync(default);
        _talk.Restart();
        AssertSame(insertion, (await _talk.PlanAsync("u1 a1", "call:c1")).Insertions);
        Assert.Empty((await _talk.PlanAsync("u1 a1", "call:c2")).Insertions);
    }

    [Fact]
    public async Task The_first_insertion_of_an_anchor_stands_here_as_in_the_ledger()
    {
        Insertion first = Insertion("call:c1", "first");
        SessionCore other = _talk.Another();
        await PlanAsync(other, "u1");
        await _talk.Core.InsertAsync(first, default);
        await other.InsertAsync(Insertion("call:c1", "second"), default);
        AssertSame(first, (await PlanAsync(other, "u1 a1", "call:c1")).Insertions);
    }

    private static (CommitReceipt Compressed, CommitReceipt Raw) Receipts(string words, string content)
    {
        LineageNode[] nodes = Nodes(words);
        CommitReceipt receipt = new(Guid.NewGuid(), LineageNode.Root, nodes, [new BlockVerdict(nodes[^1], Content(content), Compressed(content + "'"))]);
        return (receipt, receipt with { Verdicts = [receipt.Verdicts[0] with { Verdict = Verdict.Raw }] });
    }

    private static Insertion Insertion(string anchor, string preceding) => new(
        anchor, [new VisiblePart("said"), VisiblePart.Other], Bytes(preceding), [new InsertedCall(Bytes("block"), "c9", Bytes("result"))]);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static void AssertSame(Insertion expected, IReadOnlyDictionary<string, Insertion> found)
    {
        Insertion actual = Assert.Single(found).Value;
        Assert.Equal(expected.Anchor, actual.Anchor);
        Assert.Equal(expected.Visible, actual.Visible);
        Assert.Equal(expected.Preceding.ToArray(), actual.Preceding.ToArray());
        Assert.Equal(expected.Calls.Select(call => call.NextClientCallId), actual.Calls.Select(call => call.NextClientCallId));
        Assert.Equal(expected.Calls[0].Result.ToArray(), actual.Calls[0].Result.ToArray());
    }
}
