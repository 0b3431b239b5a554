namespace Headroom.Context.Sessions;

/// <summary>The insertions of a session.</summary>
internal sealed class InsertionIndex
{
    private readonly Dictionary<string, Insertion> _byAnchor = [];
    private readonly Dictionary<string, List<Insertion>> _byCall = [];

    /// <summary>Adds an insertion; the first under an anchor stands.</summary>
    public void Add(Insertion insertion)
    {
        if (_byAnchor.TryAdd(insertion.Anchor, insertion) && InsertionAnchor.CallIdOf(insertion.Anchor) is { } callId)
        {
            _byCall.TryAdd(callId, []);
            _byCall[callId].Add(insertion);
        }
    }

    /// <summary>
    /// The insertions that belong to the assistant messages of a request, each at most once: the one at its exact place, or,
    /// where the history before it was rewritten, the only one with the message's call.
    /// </summary>
    public IReadOnlyDictionary<string, Insertion> Find(IReadOnlyList<string> anchors)
    {
        Dictionary<string, Insertion> found = [];
        if (_byAnchor.Count == 0)
        {
            return found;
        }

        HashSet<Insertion> used = new(ReferenceEqualityComparer.Instance);
        foreach (string anchor in anchors)
        {
            if (_byAnchor.TryGetValue(anchor, out Insertion? exact) && used.Add(exact))
            {
                found[anchor] = exact;
            }
        }

        foreach (string anchor in anchors)
        {
            if (!found.ContainsKey(anchor) && InsertionAnchor.CallIdOf(anchor) is { } callId
                && _byCall.TryGetValue(callId, out List<Insertion>? moved) && moved is [Insertion only] && used.Add(only))
            {
                found[anchor] = only;
            }
        }

        return found;
    }
}
