using Headroom.Compression.Anchoring;

namespace Headroom.Compression.Json;

/// <summary>The strings of a JSON text that are shortened in their places, each looked at once.</summary>
/// <param name="index">Where the strings are.</param>
/// <param name="anchors">The terms of the question.</param>
/// <param name="usedTerms">Takes the terms of the question that add passages.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class LongTexts(JsonIndex index, Anchors anchors, HashSet<string> usedTerms, CancellationToken cancellationToken)
{
    private readonly Dictionary<int, ClippedText?> _clips = [];

    /// <summary>How a string is shortened; <c>null</c> where it is written whole.</summary>
    public ClippedText? Clip(int entry)
    {
        if (index[entry].Kind != JsonKind.String || !LongText.IsLong(index.Text(entry)))
        {
            return null;
        }

        int value = index[entry].Value;
        if (!_clips.TryGetValue(value, out ClippedText? clip))
        {
            clip = LongText.Clip(index.Values[value], anchors, usedTerms, cancellationToken);
            _clips.Add(value, clip);
        }

        return clip;
    }
}
