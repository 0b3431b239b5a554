using System.Diagnostics.Metrics;

namespace Headroom.Grains.Calls;

/// <summary>What a gateway counts about its cluster, on the meter <c>Headroom.Cluster</c>.</summary>
internal static class FabricInstruments
{
    private static readonly Meter Meter = new("Headroom.Cluster");

    public static Counter<long> FailedCalls { get; } =
        Meter.CreateCounter<long>("headroom.cluster.calls.failed", "{call}", "Attempts at grain calls that the cluster did not answer.");

    public static Counter<long> Detours { get; } =
        Meter.CreateCounter<long>("headroom.cluster.detours", "{turn}", "Turns that were served from the ledger alone.");

    public static Counter<long> LostCommits { get; } =
        Meter.CreateCounter<long>("headroom.cluster.commits.lost", "{turn}", "Commits whose outcome is not known; their turns went raw.");
}
