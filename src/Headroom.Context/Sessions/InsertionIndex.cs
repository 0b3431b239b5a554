namespace Headroom.Context.Sessions;

/// <summary>The insertions of a session.</summary>
internal sealed class InsertionIndex
{
    private readonly Dictionary<string, Insertion> _byAnchor = [];
    private readonly Dictionary<string, List<string>> _byCall = [];
    private readonly HashSet<string> _textPlaces = [];

    /// <summary>Adds an insertion that the ledger has yet to acknowledge; one that is known under its anchor stands.</summary>
    public void Add(Insertion insertion)
    {
        if (!_byAnchor.ContainsKey(insertion.Anchor))
        {
            Set(insertion);
        }
    }

    /// <summary>Sets the insertion that stands in the ledger under its anchor.</summary>
    public void Set(Insertion insertion)
    {
        bool isNew = !_byAnchor.ContainsKey(insertion.Anchor);
        _byAnchor[insertion.Anchor] = insertion;
        if (!isNew)
        {
            return;
        }

        if (InsertionAnchor.CallIdOf(insertion.Anchor) is { } callId)
        {
            _byCall.TryAdd(callId, []);
            _byCall[callId].Add(insertion.Anchor);
        }
        else if (InsertionAnchor.PlaceOf(insertion.Anchor) is { } place)
        {
            _textPlaces.Add(place);
        }
    }

    /// <summary>How many texts of the model stand where an insertion was made beside another text.</summary>
    public int CountAltered(IReadOnlyList<string> anchors) => _textPlaces.Count == 0 ? 0
        : anchors.Count(anchor => InsertionAnchor.PlaceOf(anchor) is { } place && _textPlaces.Contains(place) && !_byAnchor.ContainsKey(anchor));

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
                && _byCall.TryGetValue(callId, out List<string>? moved) && moved is [string only] && used.Add(_byAnchor[only]))
            {
                found[anchor] = _byAnchor[only];
            }
        }

        return found;
    }
}
