using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Protocols.Retrieval;
using Headroom.Testing.Faults;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every fabric promises of its sessions. In the words of a talk, those that begin with <c>a</c> are the model's.</summary>
public abstract partial class ContextFabricContract
{
    private readonly SessionKey _key = new(Acme, ContentHash.Of(Guid.NewGuid().ToByteArray()).ToString());

    protected abstract IContextFabric Fabric { get; }

    /// <value>The ledger that the fabric writes.</value>
    protected abstract FaultyLedgerStore Ledger { get; }

    /// <summary>Lets the fabric lose what it has in memory of a session.</summary>
    protected abstract Task ForgetAsync(SessionKey key);

    /// <summary>Lets the fabric lose what it has in memory of a content.</summary>
    protected abstract Task ForgetAsync(ChunkKey key);

    [Fact]
    public async Task A_known_prefix_replays_its_verdicts_and_the_rest_is_live()
    {
        await CommitAsync("u1 a1 r1", Compressed("x"));
        TurnPlan plan = await PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal((3, 3), (plan.KnownMessages, plan.LiveFrom));
        Assert.Equal(Compressed("x"), plan.Verdicts[Hash("u1 a1 r1")]);
    }

    [Fact]
    public async Task What_was_decided_outlives_the_fabrics_memory()
    {
        await CommitAsync("u1 a1 r1", Compressed("x"));
        await CommitAsync("u1 a1 r1 a2 r2", Verdict.Raw);
        await ForgetAsync(_key);
        TurnPlan plan = await PlanAsync("u1 a1 r1 a2 r2 a3 r3");
        Assert.Equal((5, 5), (plan.KnownMessages, plan.LiveFrom));
        Assert.Equal((Compressed("x"), Verdict.Raw), (plan.Verdicts[Hash("u1 a1 r1")], plan.Verdicts[Hash("u1 a1 r1 a2 r2")]));
    }

    [Fact]
    public async Task Racing_turns_agree_on_one_verdict()
    {
        CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async turn =>
            await Session.CommitAsync(Receipt("u1 a1 r1", Compressed($"turn {turn}")), None)));
        Verdict standing = (await PlanAsync("u1 a1 r1")).Verdicts[Hash("u1 a1 r1")];
        Assert.All(results, result => Assert.Equal((true, standing), (result.IsConfirmed, result.Winners.Single())));
    }

    [Fact]
    public async Task A_commit_that_is_made_again_gets_the_same_answer()
    {
        CommitReceipt receipt = Receipt("u1 a1 r1", Compressed("x"));
        CommitResult first = await Session.CommitAsync(receipt, None);
        CommitResult second = await Session.CommitAsync(receipt, None);
        Assert.Equal((true, true), (first.IsConfirmed, second.IsConfirmed));
        Assert.Equal(first.Winners, second.Winners);
    }

    [Fact]
    public async Task A_turn_that_never_heard_of_its_commit_takes_it_back_under_the_same_receipt()
    {
        CommitReceipt receipt = Receipt("u1 a1 r1", Compressed("x"));
        await Session.CommitAsync(receipt, None);
        CommitResult result = await Session.CommitAsync(receipt with { Verdicts = [receipt.Verdicts[0] with { Verdict = Verdict.Raw }] }, None);
        Assert.Equal((true, Verdict.Raw), (result.IsConfirmed, result.Winners.Single()));
        Assert.Equal(Verdict.Raw, (await PlanAsync("u1 a1 r1")).Verdicts[Hash("u1 a1 r1")]);
        await ForgetAsync(_key);
        Assert.Equal(Verdict.Raw, (await PlanAsync("u1 a1 r1")).Verdicts[Hash("u1 a1 r1")]);
    }

    [Fact]
    public async Task A_commit_whose_acknowledgement_is_lost_is_read_back()
    {
        await PlanAsync("u1");
        Ledger.Writes.Next(1, Fault.LoseAnswer);
        CommitResult result = await Session.CommitAsync(Receipt("u1 a1 r1", Compressed("x")), None);
        Assert.Equal((true, Compressed("x")), (result.IsConfirmed, result.Winners.Single()));
    }

    [Fact]
    public async Task A_turn_whose_commit_failed_stays_raw_for_good()
    {
        await PlanAsync("u1 a1 r1");
        (Ledger.Writes.Always, Ledger.Reads.Always) = (Fault.Fail, Fault.Fail);
        CommitResult failed = await Session.CommitAsync(Receipt("u1 a1 r1", Compressed("x")), None);
        Assert.Equal((false, Verdict.Raw), (failed.IsConfirmed, failed.Winners.Single()));
        Assert.Equal(Verdict.Raw, (await PlanAsync("u1 a1 r1")).Verdicts[Hash("u1 a1 r1")]);
        (Ledger.Writes.Always, Ledger.Reads.Always) = (Fault.None, Fault.None);
        Assert.True((await CommitAsync("u1 a1 r1 a2 r2", Compressed("y"))).IsConfirmed);
        await ForgetAsync(_key);
        TurnPlan plan = await PlanAsync("u1 a1 r1 a2 r2");
        Assert.Equal((5, Verdict.Raw, Compressed("y")), (plan.KnownMessages, plan.Verdicts[Hash("u1 a1 r1")], plan.Verdicts[Hash("u1 a1 r1 a2 r2")]));
    }

    [Fact]
    public async Task A_session_whose_ledger_cannot_be_read_says_so()
    {
        Ledger.Reads.Always = Fault.Fail;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await PlanAsync("u1"));
        Ledger.Reads.Always = Fault.None;
        Assert.Equal(0, (await PlanAsync("u1")).KnownMessages);
    }

    [Fact]
    public async Task An_insertion_comes_back_byte_for_byte_where_its_anchor_stands()
    {
        Insertion insertion = new(
            "call:c1:0", [new VisiblePart("said ✓"), VisiblePart.Other], "{\"a\":1}"u8.ToArray(), [new InsertedCall("block"u8.ToArray(), "c9", "result"u8.ToArray())])
        {
            Run = [new RunItem(AnswerItemKind.Call, "k", "i", default), RunItem.Ours("ours"u8.ToArray())],
        };
        Assert.True(await Session.InsertAsync(insertion, None));
        Assert.True(await Session.InsertAsync(insertion with { Preceding = "second"u8.ToArray() }, None));
        foreach (bool isForgotten in new[] { false, true })
        {
            await (isForgotten ? ForgetAsync(_key) : Task.CompletedTask);
            (string anchor, Insertion found) = Assert.Single((await PlanAsync("u1 a1", "call:c1:0", "call:c2:0")).Insertions);
            Assert.Equal(("call:c1:0", "call:c1:0"), (anchor, found.Anchor));
            Assert.Equal(insertion.Visible, found.Visible);
            Assert.Equal(insertion.Preceding.ToArray(), found.Preceding.ToArray());
            Assert.Equal(("block", "c9", "result"), (Utf8(found.Calls[0].Block), found.Calls[0].NextClientCallId, Utf8(found.Calls[0].Result)));
            Assert.Equal([(AnswerItemKind.Call, "k", "i", ""), (AnswerItemKind.Own, null, null, "ours")], found.Run.Select(item => (item.Kind, item.Key, item.Id, Utf8(item.Json))));
        }
    }

    [Fact]
    public async Task An_insertion_that_the_ledger_refuses_is_not_durable_and_stands_all_the_same()
    {
        await PlanAsync("u1");
        (Ledger.Writes.Always, Ledger.Reads.Always) = (Fault.Fail, Fault.Fail);
        bool isDurable = await Session.InsertAsync(new Insertion("call:c1:0", [], "own"u8.ToArray(), []), None);
        Assert.False(isDurable);
        Assert.Single((await PlanAsync("u1 a1", "call:c1:0")).Insertions);
        (Ledger.Writes.Always, Ledger.Reads.Always) = (Fault.None, Fault.None);
    }

    [Fact]
    public async Task Two_tenants_with_one_session_id_share_nothing()
    {
        await CommitAsync("u1 a1 r1", Compressed("x"));
        TurnPlan plan = await Fabric.Session(_key with { Tenant = Other }).PlanAsync(Query("u1 a1 r1"), None);
        Assert.Equal((0, 0), (plan.KnownMessages, plan.Verdicts.Count));
    }

    [Fact]
    public async Task A_token_that_has_fired_ends_a_plan() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Session.PlanAsync(Query("u1"), new CancellationToken(canceled: true)));

    protected SessionKey Key => _key;

    protected ISession Session => Fabric.Session(_key);

    protected ValueTask<TurnPlan> PlanAsync(string words, params string[] anchors) => Session.PlanAsync(Query(words, anchors), None);

    /// <summary>Commits what is not known yet, with a block in the last message.</summary>
    protected async Task<CommitResult> CommitAsync(string words, Verdict verdict)
    {
        int known = (await PlanAsync(words)).KnownMessages;
        return await Session.CommitAsync(Receipt(words, verdict, known), None);
    }

    protected static CommitReceipt Receipt(string words, Verdict verdict, int known = 0)
    {
        LineageNode[] nodes = Nodes(words);
        return new(Guid.NewGuid(), known == 0 ? LineageNode.Root : nodes[known - 1], nodes[known..], [new BlockVerdict(nodes[^1], Hash(words), verdict)]);
    }

    protected static ContentHash Hash(string text) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text));

    protected static Verdict Compressed(string output) => new(Hash(output), "balanced/1", "a b", true, 100, 10, "json:table");

    private static TurnQuery Query(string words, params string[] anchors) => new(Nodes(words), [.. words.Split(' ').Select(word => word.StartsWith('a'))], anchors);

    private static LineageNode[] Nodes(string words)
    {
        LineageNode node = LineageNode.Root;
        return [.. words.Split(' ').Select(word => node = node.Next(Hash(word).ToArray()))];
    }

    private static string Utf8(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);
}
