using System.ComponentModel.DataAnnotations;

namespace Headroom.Context.Ports;

/// <summary>How long originals, outputs and ledgers live.</summary>
public sealed class RetentionOptions
{
    /// <summary>Time to live since the last turn that showed a content, or the last turn of a session.</summary>
    /// <value>The default is 7 days.</value>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes that the contents of one tenant may take, as stored.</summary>
    /// <value>The default is 10 GiB.</value>
    [Range(1, long.MaxValue)]
    public long QuotaBytes { get; init; } = 10L << 30;

    /// <summary>A content renewed within this time counts as shown by an active session, and the quota never evicts it.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan ActiveFor { get; init; } = TimeSpan.FromDays(1);
}
