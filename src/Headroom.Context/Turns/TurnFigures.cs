namespace Headroom.Context.Turns;

/// <summary>What a turn was and became, in tokens, and by which stages.</summary>
/// <param name="TokensBefore">Tokens of the request's texts as the client sent them.</param>
/// <param name="TokensAfter">Tokens of what went upstream, our tool and markers included.</param>
/// <param name="IsEstimate">Whether the model's family has no public tokenizer, so that these are o200k tokens.</param>
/// <param name="Transforms">The stages that changed something, distinct.</param>
public sealed record TurnFigures(long TokensBefore, long TokensAfter, bool IsEstimate, IReadOnlyList<string> Transforms)
{
    /// <summary>Nothing was measured.</summary>
    public static TurnFigures None { get; } = new(0, 0, true, []);

    /// <value>What was saved, net.</value>
    public long TokensSaved => TokensBefore - TokensAfter;
}
