using System.Diagnostics.Metrics;

namespace Headroom.Storage.Sqlite;

/// <summary>What the embedded store counts, on the meter <c>Headroom.Storage.Sqlite</c>.</summary>
internal static class StorageInstruments
{
    private static readonly Meter Meter = new("Headroom.Storage.Sqlite");

    /// <summary>Writes that one commit made durable.</summary>
    public static Histogram<int> CommitSize { get; } =
        Meter.CreateHistogram<int>("headroom.storage.commit.writes", "{write}", "Writes that shared one commit.");

    public static Counter<long> Failures { get; } =
        Meter.CreateCounter<long>("headroom.storage.failures", "{operation}", "Operations that the file refused.");

    public static Counter<long> Evictions { get; } =
        Meter.CreateCounter<long>("headroom.storage.evictions", "{content}", "Contents that the quota evicted.");

    public static Counter<long> Refusals { get; } =
        Meter.CreateCounter<long>("headroom.storage.quota.refusals", "{write}", "Puts refused because nothing may be evicted.");

    public static Counter<long> Expirations { get; } =
        Meter.CreateCounter<long>("headroom.storage.expirations", "{entry}", "Contents and sessions that a sweep removed.");

    public static Counter<long> Damaged { get; } =
        Meter.CreateCounter<long>("headroom.storage.damaged", "{content}", "Contents whose bytes no longer match their hash.");

    public static Counter<long> SweepFailures { get; } =
        Meter.CreateCounter<long>("headroom.storage.sweep.failures", "{sweep}", "Sweeps that the file refused.");
}
