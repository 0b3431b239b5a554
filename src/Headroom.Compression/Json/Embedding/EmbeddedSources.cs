using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Logs;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Embedding;

/// <summary>A string that is a log or JSON itself.</summary>
/// <param name="Text">What it means.</param>
/// <param name="Kind">What it was recognised as.</param>
/// <param name="QuotedTokens">What it costs in its place.</param>
internal sealed record EmbeddedSource(byte[] Text, ContentKind Kind, int QuotedTokens)
{
    /// <value>The templates of a log, once they are read.</value>
    public TemplatedLog? Log { get; set; }

    /// <value>The form of a log that gives it back, once it is written; its body is empty where there is none.</value>
    public EmbeddedText? Folded { get; set; }
}

/// <summary>The strings of an index that are logs or JSON themselves; complete and sampled forms share what was read.</summary>
/// <param name="index">Where the strings are.</param>
internal sealed class EmbeddedSources(JsonIndex index)
{
    private readonly Dictionary<int, EmbeddedSource?> _sources = [];

    /// <summary>Recognises an interned string; <c>null</c> where it is short or nothing special.</summary>
    public EmbeddedSource? Find(int value, CompressionProfile profile)
    {
        if (!_sources.TryGetValue(value, out EmbeddedSource? source))
        {
            source = Read(index.Values[value], profile);
            _sources.Add(value, source);
        }

        return source;
    }

    private static EmbeddedSource? Read(ReadOnlySpan<byte> canonical, CompressionProfile profile)
    {
        using var meaning = new Utf8Text(canonical.Length);
        if (!JsonText.TryWriteMeaning(meaning, canonical) || meaning.Length < profile.MinBytes)
        {
            return null;
        }

        ContentKind kind = ContentDetector.Detect(meaning.WrittenSpan);
        return kind is ContentKind.Json or ContentKind.Log
            ? new EmbeddedSource(meaning.WrittenSpan.ToArray(), kind, profile.Counter.Count(canonical))
            : null;
    }
}
