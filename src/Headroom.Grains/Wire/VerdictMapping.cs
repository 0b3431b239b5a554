using Headroom.Context.Sessions;
using Headroom.Grains.Sessions;

namespace Headroom.Grains.Wire;

/// <summary>Places and verdicts, between the domain and the wire.</summary>
internal static class VerdictMapping
{
    private static readonly VerdictRecord Raw = ToNewRecord(Verdict.Raw);

    public static NodeRecord ToRecord(this LineageNode node) => NodeRecord.Of(node.Value);

    public static LineageNode ToDomain(this NodeRecord node) => new(node.ToUInt128());

    public static VerdictRecord ToRecord(this Verdict verdict) => ReferenceEquals(verdict, Verdict.Raw) ? Raw : ToNewRecord(verdict);

    public static Verdict ToDomain(this VerdictRecord record) => new(
        record.Output?.ToDomain(), record.Profile, record.Anchors, record.HasMarker, record.TokensBefore, record.TokensAfter, record.Transforms);

    private static VerdictRecord ToNewRecord(Verdict verdict) => new(
        verdict.Output?.ToRecord(), verdict.Profile, verdict.Anchors, verdict.HasMarker, verdict.TokensBefore, verdict.TokensAfter, verdict.Transforms);
}
