namespace Headroom.Protocols.Retrieval;

/// <summary>Token figures as the provider reported them; <c>null</c> where it did not.</summary>
/// <param name="Input">Input tokens that no cache held.</param>
/// <param name="CacheRead">Input tokens read from the provider's prompt cache.</param>
/// <param name="CacheWrite">Input tokens written to it.</param>
/// <param name="Output">Output tokens.</param>
public sealed record TokenUsage(long? Input, long? CacheRead, long? CacheWrite, long? Output)
{
    /// <value>Those of <see cref="CacheWrite"/> that are kept for an hour; the rest is for five minutes.</value>
    public long? CacheWriteForHour { get; init; }

    /// <summary>Nothing reported yet.</summary>
    public static TokenUsage Unknown { get; } = new(null, null, null, null);

    /// <summary>These figures, with those of <paramref name="later"/> in place of what it reports.</summary>
    public TokenUsage UpdatedBy(TokenUsage later) => new(
        later.Input ?? Input, later.CacheRead ?? CacheRead, later.CacheWrite ?? CacheWrite, later.Output ?? Output)
    {
        CacheWriteForHour = later.CacheWriteForHour ?? CacheWriteForHour,
    };

    /// <summary>The sum over two calls, for accounts and limits.</summary>
    public TokenUsage Plus(TokenUsage other) => new(
        Sum(Input, other.Input), Sum(CacheRead, other.CacheRead), Sum(CacheWrite, other.CacheWrite), Sum(Output, other.Output))
    {
        CacheWriteForHour = Sum(CacheWriteForHour, other.CacheWriteForHour),
    };

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
