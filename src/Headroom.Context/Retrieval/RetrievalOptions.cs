using System.ComponentModel.DataAnnotations;

namespace Headroom.Context.Retrieval;

/// <summary>Bounds of what a model gets back.</summary>
public sealed class RetrievalOptions
{
    /// <summary>Tokens of one reply; a larger original comes in parts.</summary>
    /// <value>The default is 24,576.</value>
    [Range(256, 1_000_000)]
    public int MaxReplyTokens { get; init; } = 24_576;

    /// <summary>Tokens that the replies of one turn may have together.</summary>
    /// <value>The default is 65,536.</value>
    [Range(256, 10_000_000)]
    public int MaxTurnTokens { get; init; } = 65_536;

    /// <summary>Continuations of one turn.</summary>
    /// <value>The default is 5.</value>
    [Range(0, 100)]
    public int MaxRounds { get; init; } = 5;
}
