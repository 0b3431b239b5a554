using Headroom.Compression.Detection;

namespace Headroom.Compression.Json.Embedding;

/// <summary>
/// Finds the long strings of a JSON text that are logs or JSON themselves, as in the results of tools that wrap what they
/// run, and gives them their smallest form.
/// </summary>
internal sealed class EmbeddedTexts
{
    /// <summary>About what a heading and a reference cost.</summary>
    public const int SectionTokens = 16;

    private const int MaxDepth = 3;

    private readonly JsonIndex _index;
    private readonly EmbeddedSources _sources;
    private readonly TextScope _scope;
    private readonly Dictionary<int, EmbeddedText?> _texts = [];
    private readonly HashSet<string> _usedTerms;

    /// <param name="index">Where the strings are.</param>
    /// <param name="sources">Those that are logs or JSON.</param>
    /// <param name="scope">What holds for them.</param>
    /// <param name="usedTerms">Takes the terms of the question that change a form.</param>
    public EmbeddedTexts(JsonIndex index, EmbeddedSources sources, TextScope scope, HashSet<string> usedTerms)
    {
        _index = index;
        _sources = sources;
        _scope = scope;
        _usedTerms = usedTerms;
    }

    /// <summary>The form of a string in a section of its own; <c>null</c> where it is better written in its place.</summary>
    public EmbeddedText? Find(int entry)
    {
        if (_index[entry].Kind != JsonKind.String || _scope.Depth >= MaxDepth || _index.Text(entry).Length < _scope.Profile.MinBytes)
        {
            return null;
        }

        int value = _index[entry].Value;
        if (!_texts.TryGetValue(value, out EmbeddedText? text))
        {
            text = Read(value);
            _texts.Add(value, text);
        }

        return text;
    }

    private EmbeddedText? Read(int value)
    {
        _scope.CancellationToken.ThrowIfCancellationRequested();
        if (_sources.Find(value, _scope.Profile) is not { } source)
        {
            return null;
        }

        TextScope inside = _scope with { Depth = _scope.Depth + 1 };
        EmbeddedText? best = source.Kind == ContentKind.Json
            ? EmbeddedJson.Read(source.Text, inside, _usedTerms)
            : EmbeddedLog.Read(source, inside, _usedTerms);

        // A string that can be clipped in its place needs no verbatim copy below.
        if (best is null && !(_scope.MaySample && LongText.IsLong(_index.Values[value])))
        {
            best = new EmbeddedText
            {
                Body = source.Text,
                Title = source.Kind == ContentKind.Json ? "JSON as it stands" : "log as it stands",
                IsExact = true,
                IsVerbatim = true,
                Tokens = _scope.Profile.Counter.Count(source.Text),
                Transforms = ["json:unescape"],
            };
        }

        return best is not null && best.Tokens + SectionTokens < source.QuotedTokens && !TextSections.HasHeading(best.Body) ? best : null;
    }
}
