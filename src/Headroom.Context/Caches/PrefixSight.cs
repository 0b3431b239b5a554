using Headroom.Protocols.Retrieval;

namespace Headroom.Context.Caches;

/// <summary>What was seen of one request's beginning.</summary>
public sealed class PrefixSight
{
    private readonly PrefixWatch _watch;
    private readonly PrefixWatch.Conversation _conversation;

    internal PrefixSight(PrefixWatch watch, PrefixWatch.Conversation conversation, PrefixDrift drift, bool isFirstOfItsKind) =>
        (_watch, _conversation, Drift, IsFirstOfItsKind) = (watch, conversation, drift, isFirstOfItsKind);

    /// <value>Why it does not begin as the request before it did.</value>
    public PrefixDrift Drift { get; }

    /// <value>Whether that happened in this conversation for the first time.</value>
    public bool IsFirstOfItsKind { get; }

    /// <value>What of the system text changes from request to request, as far as it can be told; <c>null</c> where it did not change.</value>
    public VolatileText? Volatile { get; init; }

    /// <summary>Takes what the provider reports of its cache.</summary>
    public void Answered(TokenUsage usage) => _watch.Answered(_conversation, Drift, usage);
}
