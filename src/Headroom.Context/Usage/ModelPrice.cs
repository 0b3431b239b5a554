namespace Headroom.Context.Usage;

/// <summary>What input costs, in US dollars for a million tokens.</summary>
/// <param name="Input">That no cache held.</param>
/// <param name="CacheRead">Read from the provider's cache.</param>
/// <param name="CacheWrite">Written to it, for the shortest time that the provider offers.</param>
public sealed record ModelPrice(decimal Input, decimal CacheRead, decimal CacheWrite)
{
    private const decimal Million = 1_000_000;

    /// <summary>
    /// What tokens that were not sent would have cost: the mean of what the input that was sent cost, by how much of it the cache held. Where
    /// the provider reported nothing, they count as input that no cache held.
    /// </summary>
    /// <param name="totals">What was used of the model.</param>
    public decimal ValueOfSaved(UsageTotals totals)
    {
        long reported = totals.Input + totals.CacheRead + totals.CacheWrite;
        decimal mean = reported == 0 ? Input : ((totals.Input * Input) + (totals.CacheRead * CacheRead) + (totals.CacheWrite * CacheWrite)) / reported;

        // What models fetched back was paid for after all.
        return (totals.TokensSaved - totals.RetrievedTokens) * mean / Million;
    }
}
