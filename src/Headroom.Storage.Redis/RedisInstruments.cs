using System.Diagnostics.Metrics;

namespace Headroom.Storage.Redis;

/// <summary>What the Redis stores count, on the meter <c>Headroom.Storage.Redis</c>.</summary>
internal static class RedisInstruments
{
    private static readonly Meter Meter = new("Headroom.Storage.Redis");

    public static Counter<long> Failures { get; } =
        Meter.CreateCounter<long>("headroom.storage.failures", "{operation}", "Operations that the server refused or did not answer in time.");

    public static Counter<long> Evictions { get; } =
        Meter.CreateCounter<long>("headroom.storage.evictions", "{content}", "Contents that the quota evicted.");

    public static Counter<long> Refusals { get; } =
        Meter.CreateCounter<long>("headroom.storage.quota.refusals", "{write}", "Puts refused because nothing may be evicted.");

    public static Counter<long> Damaged { get; } =
        Meter.CreateCounter<long>("headroom.storage.damaged", "{content}", "Contents whose bytes no longer match their hash.");
}
