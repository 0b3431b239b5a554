namespace Headroom.Context.Usage;

/// <summary>Which hours a tenant has records of, since its figures were last reset.</summary>
/// <param name="Epoch">How often they were reset; part of the records' names, so that a reset needs to delete nothing.</param>
/// <param name="Buckets">The records: the hour in UTC and the shard that writes it, such as <c>2026-11-26T08/0</c>.</param>
internal sealed record UsageIndex(int Epoch, IReadOnlyList<string> Buckets)
{
    public static UsageIndex Fresh { get; } = new(0, []);
}
