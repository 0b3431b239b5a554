using Headroom.Grains.Agents;
using Headroom.Grains.Chunks;
using Headroom.Grains.Content;
using Headroom.Grains.Sessions;
using Headroom.Grains.Tenants;
using Headroom.Grains.TextModels;
using Headroom.Grains.Usage;
using Orleans.Serialization;

namespace Headroom.Grains.Abstractions.Tests;

/// <summary>
/// Samples of every record, with every field set. Their bytes stand in <see cref="FileName"/>: a line that changes is a message that
/// nodes of two versions misunderstand. A new record gets a new line.
/// </summary>
internal static class GoldenRecords
{
    public const string FileName = "wire-records.golden";

    private static readonly HashRecord Hash = new(1, 2, 3, 4);
    private static readonly NodeRecord Node = new(5, 6);
    private static readonly VerdictRecord Verdict = new(Hash, "balanced/1", "a b", true, 100, 10, "json:table");
    private static readonly VariantKeyRecord Key = new("balanced/1", "a b", true, true, false);
    private static readonly VariantRecord Variant = new(Hash, "Log", 100, 10, "log:templates", 200, 14);
    private static readonly InsertionRecord Insertion = new(
        "call:c1:0", ["said", null], "{}"u8.ToArray(), [new InsertedCallRecord("b"u8.ToArray(), "c9", "r"u8.ToArray())], [new RunItemRecord(2, "k", "i", "{}"u8.ToArray())]);

    private static readonly HandOverRecord HandOver = new(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), Hash, Hash, 100, 10, "scout", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(7));

    public static IReadOnlyList<Sample> All { get; } =
    [
        Of(new PlanQuery([Node], [true, false], ["call:c1:0"])),
        Of(new PlanReply(PlanOutcome.Planned, 3, 2, [new KnownVerdict(Hash, Verdict)], [new FoundInsertion("call:c1:0", Insertion)], true, 1)),
        Of(new ReceiptRecord(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), Node, [Node], [new BlockVerdictRecord(Node, Hash, Verdict)])),
        Of(new CommitReply(true, [Verdict])),
        Of(Insertion),
        Of(new ResolveQuery("0123456789abcdef01234567")),
        Of(new ResolveReply(ResolveOutcome.Found, Hash)),
        Of(HandOver),
        Of(new WriteConditionRecord("etag", true)),
        Of(new ContextReply(ContextOutcome.Found, HandOver, "etag")),
        Of(new ContextWriteReply(ContextOutcome.Replaced, "etag")),
        Of(new VariantQuery(Key, TimeSpan.FromSeconds(2))),
        Of(Variant),
        Of(new ChunkNoteRecord(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), "ann", 5_000_000, "log", Key, Variant)),
        Of(new OriginReply(OriginOutcome.Known, 5_000_000, "log", DateTimeOffset.UnixEpoch, ["ann", "ben"], 2)),
        Of(new UsageBatchRecord(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), DateTimeOffset.UnixEpoch, "[]"u8.ToArray())),
        Of(new TextScoringQuery("text"u8.ToArray())),
        Of(new TextScoringReply(TextScoringResult.Scored, new byte[] { 0, 255 })),
        Of(new TenantPolicyRecord("aggressive", 1 << 20, 600)),
        Of(new AdmissionRecord(true, TimeSpan.FromSeconds(2))),
    ];

    /// <value>The records that a sample is, or holds.</value>
    public static IReadOnlySet<string> Covered { get; } = new HashSet<string>(All.Select(sample => sample.Name))
    {
        nameof(HashRecord), nameof(NodeRecord), nameof(VerdictRecord), nameof(KnownVerdict), nameof(FoundInsertion), nameof(BlockVerdictRecord), nameof(InsertedCallRecord),
        nameof(RunItemRecord), nameof(VariantKeyRecord),
    };

    private static Sample Of<T>(T record) where T : notnull => new(typeof(T).Name, serializer => serializer.SerializeToArray(record));

    internal sealed record Sample(string Name, Func<Serializer, byte[]> Write);
}
