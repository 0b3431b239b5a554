using Headroom.Context.Ports;

namespace Headroom.Context.Storage;

/// <summary>
/// The retention options as instants, in milliseconds since 1970. A renewal is written only if the last one is older than a
/// quarter of the time to live (or of the active time, if that is shorter); what the quota protects is widened by as much, so
/// that an unwritten renewal still protects.
/// </summary>
public sealed class Retention(RetentionOptions options, TimeProvider timeProvider)
{
    private readonly long _activeFor = (long)options.ActiveFor.TotalMilliseconds;

    /// <summary>Bytes that the contents of one tenant may take, as stored.</summary>
    public long QuotaBytes => options.QuotaBytes;

    /// <summary>Milliseconds from a renewal to the end.</summary>
    public long TimeToLive { get; } = (long)options.TimeToLive.TotalMilliseconds;

    /// <summary>This instant.</summary>
    public long Now => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    private long RenewalInterval => Math.Min(TimeToLive, _activeFor) / 4;

    /// <summary>What was renewed at this instant or before it has expired.</summary>
    public long ExpiredAt(long now) => now - TimeToLive;

    /// <summary>What was renewed before this instant is worth writing again.</summary>
    public long StaleBefore(long now) => now - RenewalInterval;

    /// <summary>What was renewed at this instant or before it may be evicted: expired, or not shown by an active session.</summary>
    public long EvictableAt(long now) => Math.Max(ExpiredAt(now), now - _activeFor - RenewalInterval);
}
