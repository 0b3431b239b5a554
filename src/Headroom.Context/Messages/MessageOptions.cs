using Headroom.Compression.Blocks;

namespace Headroom.Context.Messages;

/// <summary>What a caller of <see cref="MessageCompression"/> may choose. Everything has a default.</summary>
public sealed record MessageOptions
{
    /// <value>What the reader wants to know. The default is <c>null</c>: the latest words of the user.</value>
    public string? Question { get; init; }

    /// <value>The model whose tokens are reported. The default is <c>null</c>: the one that the messages name.</value>
    public string? Model { get; init; }

    /// <value>The profiles to work under. The default is <c>null</c>: those of the tenant, or of the process.</value>
    public ProfileSelection? Profiles { get; init; }

    /// <value>The share of its tokens that prose should keep, in (0, 1]. The default is <c>null</c>: as the profile says.</value>
    public double? TargetRatio { get; init; }

    /// <value>Whether what the user says may be compressed too. The default is <c>false</c>.</value>
    public bool CompressesUserMessages { get; init; }

    /// <value>How many of the last messages stay as they are. The default is 0.</value>
    public int ProtectedRecent { get; init; }

    /// <value>
    /// Whether code stays whole while the question asks for its analysis (review, fix, explain and the like). The default is
    /// <c>false</c>.
    /// </value>
    public bool ProtectsAnalysisContext { get; init; }

    /// <value>
    /// How many tokens the messages should have at most. Where the profiles leave more, everything is compressed again as
    /// hard as it can be. The default is <c>null</c>: no bound.
    /// </value>
    public long? TokenBudget { get; init; }

    /// <value>Whether nothing is to be sent, so that nothing is stored either: the handles in the result resolve to nothing. The default is <c>false</c>.</value>
    public bool IsSimulation { get; init; }
}
