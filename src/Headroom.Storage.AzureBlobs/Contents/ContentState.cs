using System.Globalization;
using Headroom.Compression.Markers;
using Headroom.Context.Storage;

namespace Headroom.Storage.AzureBlobs.Contents;

/// <summary>What a content's blob says in its metadata. A blob that is gone has no bytes and is a trace of one that had.</summary>
/// <param name="Renewed">The instant of the last renewal, in milliseconds since 1970; of a trace, when it was found to be gone.</param>
/// <param name="Length">The content's length as it is read.</param>
/// <param name="Retrievals">How often it has been retrieved.</param>
/// <param name="Markers">The markers that lead to it.</param>
/// <param name="Condition">Whether its bytes may be served.</param>
internal sealed record ContentState(
    long Renewed, long Length, long Retrievals, IReadOnlyList<MarkerHash> Markers, ContentCondition Condition = ContentCondition.Whole)
{
    public static ContentState From(IDictionary<string, string> metadata)
    {
        string markers = metadata.TryGetValue("markers", out string? text) ? text : "";
        return new ContentState(
            Number(metadata, "renewed"),
            Number(metadata, "length"),
            Number(metadata, "retrievals"),
            [.. markers.Chunk(MarkerHash.Length).Select(digits => MarkerHash.TryParse(new string(digits), out MarkerHash marker) ? marker : default)],
            (ContentCondition)Number(metadata, "condition"));
    }

    public Dictionary<string, string> ToMetadata() => new()
    {
        ["renewed"] = Text(Renewed),
        ["length"] = Text(Length),
        ["retrievals"] = Text(Retrievals),
        ["markers"] = string.Concat(Markers),
        ["condition"] = Text((long)Condition),
    };

    public bool HasExpired(Retention retention) =>
        Condition == ContentCondition.Gone || Renewed <= retention.ExpiredAt(retention.Now);

    /// <summary>Whether its bytes may be served.</summary>
    public bool IsLive(Retention retention) => Condition == ContentCondition.Whole && !HasExpired(retention);

    public ContentState With(MarkerHash? marker) =>
        marker is not { } added || Markers.Contains(added) ? this : this with { Markers = [.. Markers, added] };

    private static long Number(IDictionary<string, string> metadata, string name) =>
        metadata.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whether a content's bytes may be served.</summary>
internal enum ContentCondition
{
    /// <summary>They may.</summary>
    Whole,

    /// <summary>They were found not to match their hash.</summary>
    Damaged,

    /// <summary>They have expired or were evicted.</summary>
    Gone,
}
