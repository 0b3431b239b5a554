using System.Diagnostics.Metrics;

namespace Headroom.Storage.AzureBlobs;

/// <summary>What the blob store counts, on the meter <c>Headroom.Storage.AzureBlobs</c>.</summary>
internal static class AzureBlobInstruments
{
    private static readonly Meter Meter = new("Headroom.Storage.AzureBlobs");

    public static Counter<long> Failures { get; } =
        Meter.CreateCounter<long>("headroom.storage.failures", "{operation}", "Operations that the service refused or did not answer in time.");

    public static Counter<long> Evictions { get; } =
        Meter.CreateCounter<long>("headroom.storage.evictions", "{content}", "Contents that the quota evicted.");

    public static Counter<long> Refusals { get; } =
        Meter.CreateCounter<long>("headroom.storage.quota.refusals", "{write}", "Puts refused because nothing may be evicted.");

    public static Counter<long> Expirations { get; } =
        Meter.CreateCounter<long>("headroom.storage.expirations", "{entry}", "Contents that a look through a tenant found to have expired.");

    public static Counter<long> Damaged { get; } =
        Meter.CreateCounter<long>("headroom.storage.damaged", "{content}", "Contents whose bytes no longer match their hash.");
}
