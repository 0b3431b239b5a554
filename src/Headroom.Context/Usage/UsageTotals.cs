namespace Headroom.Context.Usage;

/// <summary>Sums over requests. Tokens are those of the model's family, or estimated where it has no public tokenizer.</summary>
public sealed record UsageTotals
{
    /// <value>Requests of a model.</value>
    public long Requests { get; init; }

    /// <value>Those that ended with a status of 500 or above.</value>
    public long Failed { get; init; }

    /// <value>Those that asked to be left alone, or were not understood.</value>
    public long Bypassed { get; init; }

    /// <value>Those that went upstream as they came because something of ours failed.</value>
    public long Degraded { get; init; }

    /// <value>Those whose tokens are an estimate.</value>
    public long Estimated { get; init; }

    /// <value>Tokens as the clients sent them.</value>
    public long TokensBefore { get; init; }

    /// <value>Tokens of what went upstream, our tool and markers included.</value>
    public long TokensAfter { get; init; }

    /// <value>Input that no cache held, as the provider reported it.</value>
    public long Input { get; init; }

    /// <value>Input read from the provider's cache.</value>
    public long CacheRead { get; init; }

    /// <value>Input written to the provider's cache.</value>
    public long CacheWrite { get; init; }

    /// <value>Output, as the provider reported it.</value>
    public long Output { get; init; }

    /// <value>Rounds in which the model fetched an original.</value>
    public long RetrievalRounds { get; init; }

    /// <value>Tokens of what it got.</value>
    public long RetrievedTokens { get; init; }

    /// <value>Requests that did not begin as the one before in their conversation, so that the provider's cache missed.</value>
    public long Unstable { get; init; }

    /// <value>Messages in the requests.</value>
    public long Messages { get; init; }

    /// <value>Milliseconds between a request's arrival and its way upstream.</value>
    public double OverheadMs { get; init; }

    /// <value>The most of them for one request.</value>
    public double LongestOverheadMs { get; init; }

    /// <value>Requests for which they were more than 500.</value>
    public long SlowRequests { get; init; }

    /// <value>Milliseconds from arrival to the end of the answer.</value>
    public double LatencyMs { get; init; }

    /// <value>Blocks that were made smaller in the request that brought them.</value>
    public long BlocksCompressed { get; init; }

    /// <value>Blocks that came again and went upstream in the form decided before.</value>
    public long BlocksReplayed { get; init; }

    /// <value>New blocks that stayed as they were because a rule leaves them alone: too short, read from a file, the tool's choice.</value>
    public long BlocksExcluded { get; init; }

    /// <value>New blocks that stayed as they were because no form of them has fewer tokens.</value>
    public long BlocksUnchanged { get; init; }

    /// <value>New blocks that stayed as they were because something of ours failed or took too long.</value>
    public long BlocksSkipped { get; init; }

    /// <value>Compressed forms that new blocks needed.</value>
    public long CompressionsAsked { get; init; }

    /// <value>Those that were made for it; the others, some session of the tenant had made before.</value>
    public long CompressionsRun { get; init; }

    /// <value>Bytes of the contents that were brought to be stored.</value>
    public long BytesBrought { get; init; }

    /// <value>Bytes of those that the tenant had never had before.</value>
    public long BytesStored { get; init; }

    /// <value>What was saved; it can be negative for one request, where our tool costs more than was won.</value>
    public long TokensSaved => TokensBefore - TokensAfter;

    /// <summary>The sums of both.</summary>
    public UsageTotals Plus(UsageTotals other) => new()
    {
        Requests = Requests + other.Requests,
        Failed = Failed + other.Failed,
        Bypassed = Bypassed + other.Bypassed,
        Degraded = Degraded + other.Degraded,
        Estimated = Estimated + other.Estimated,
        TokensBefore = TokensBefore + other.TokensBefore,
        TokensAfter = TokensAfter + other.TokensAfter,
        Input = Input + other.Input,
        CacheRead = CacheRead + other.CacheRead,
        CacheWrite = CacheWrite + other.CacheWrite,
        Output = Output + other.Output,
        RetrievalRounds = RetrievalRounds + other.RetrievalRounds,
        RetrievedTokens = RetrievedTokens + other.RetrievedTokens,
        Unstable = Unstable + other.Unstable,
        Messages = Messages + other.Messages,
        OverheadMs = OverheadMs + other.OverheadMs,
        LongestOverheadMs = Math.Max(LongestOverheadMs, other.LongestOverheadMs),
        SlowRequests = SlowRequests + other.SlowRequests,
        LatencyMs = LatencyMs + other.LatencyMs,
        BlocksCompressed = BlocksCompressed + other.BlocksCompressed,
        BlocksReplayed = BlocksReplayed + other.BlocksReplayed,
        BlocksExcluded = BlocksExcluded + other.BlocksExcluded,
        BlocksUnchanged = BlocksUnchanged + other.BlocksUnchanged,
        BlocksSkipped = BlocksSkipped + other.BlocksSkipped,
        CompressionsAsked = CompressionsAsked + other.CompressionsAsked,
        CompressionsRun = CompressionsRun + other.CompressionsRun,
        BytesBrought = BytesBrought + other.BytesBrought,
        BytesStored = BytesStored + other.BytesStored,
    };
}

/// <summary>What stages did to the blocks that they changed, when they first came.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="TokensBefore">Tokens before.</param>
/// <param name="TokensAfter">Tokens after.</param>
public sealed record StageTotals(long Blocks, long TokensBefore, long TokensAfter)
{
    /// <summary>The sums of both.</summary>
    public StageTotals Plus(StageTotals other) => new(Blocks + other.Blocks, TokensBefore + other.TokensBefore, TokensAfter + other.TokensAfter);
}
