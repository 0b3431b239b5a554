using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tests.Fakes;

namespace Headroom.Context.Tests.Sessions;

/// <summary>Turns against a session, one message per word; words that begin with <c>a</c> are the model's.</summary>
internal sealed class Talk
{
    public static readonly SessionKey Key = new(TenantId.Local, new string('0', 64));

    public MemoryLedgerStore Ledger { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public SessionCore Core { get; private set; } = null!;

    public Talk() => Restart();

    public void Restart() => Core = Another();

    public SessionCore Another(bool rereads = false) => new(Key, Ledger, Time, new RetentionOptions(), rereads);

    public static ContentHash Content(string name) => ContentHash.Of(Encoding.UTF8.GetBytes(name));

    public static Verdict Compressed(string output) => new(Content(output), "balanced/1", "", true, 100, 10, "json:table");

    public static LineageNode[] Nodes(string words)
    {
        LineageNode node = LineageNode.Root;
        return [.. words.Split(' ').Select(word => node = node.Next(Content(word).ToArray()))];
    }

    public ValueTask<TurnPlan> PlanAsync(string words, params string[] anchors) => PlanAsync(Core, words, anchors);

    public static ValueTask<TurnPlan> PlanAsync(SessionCore core, string words, params string[] anchors) =>
        core.PlanAsync(new TurnQuery(Nodes(words), [.. words.Split(' ').Select(word => word.StartsWith('a'))], anchors), default);

    /// <summary>Commits what is not known yet: a block of the given content in the last message.</summary>
    public ValueTask<CommitResult> CommitAsync(string words, string content, Verdict verdict) => CommitAsync(Core, words, content, verdict);

    public static async ValueTask<CommitResult> CommitAsync(SessionCore core, string words, string content, Verdict verdict)
    {
        LineageNode[] nodes = Nodes(words);
        int known = (await PlanAsync(core, words)).KnownMessages;
        return await core.CommitAsync(
            new CommitReceipt(Guid.NewGuid(), known == 0 ? LineageNode.Root : nodes[known - 1], nodes[known..], [new BlockVerdict(nodes[^1], Content(content), verdict)]), default);
    }
}
