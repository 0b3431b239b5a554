using System.Buffers;
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
    private readonly TextScope _scope;
    private readonly Dictionary<int, EmbeddedText?> _texts = [];
    private readonly HashSet<string> _usedTerms;

    /// <param name="index">Where the strings are.</param>
    /// <param name="scope">What holds for them.</param>
    /// <param name="usedTerms">Takes the terms of the question that change a form.</param>
    public EmbeddedTexts(JsonIndex index, TextScope scope, HashSet<string> usedTerms)
    {
        _index = index;
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
            text = Read(_index.Values[value]);
            _texts.Add(value, text);
        }

        return text;
    }

    private EmbeddedText? Read(ReadOnlySpan<byte> canonical)
    {
        _scope.CancellationToken.ThrowIfCancellationRequested();
        var meaning = new ArrayBufferWriter<byte>(canonical.Length);
        if (!JsonText.TryWriteMeaning(meaning, canonical) || meaning.WrittenCount < _scope.Profile.MinBytes)
        {
            return null;
        }

        ReadOnlySpan<byte> text = meaning.WrittenSpan;
        ContentKind kind = ContentDetector.Detect(text);
        if (kind is not (ContentKind.Json or ContentKind.Log))
        {
            return null;
        }

        TextScope inside = _scope with { Depth = _scope.Depth + 1 };
        EmbeddedText? best = kind == ContentKind.Json ? EmbeddedJson.Read(text, inside, _usedTerms) : EmbeddedLog.Read(text, inside, _usedTerms);

        // A string that can be clipped in its place needs no verbatim copy below.
        if (best is null && !(_scope.MaySample && LongText.IsLong(canonical)))
        {
            best = new EmbeddedText
            {
                Body = text.ToArray(),
                Title = kind == ContentKind.Json ? "JSON as it stands" : "log as it stands",
                IsExact = true,
                IsVerbatim = true,
                Tokens = _scope.Profile.Counter.Count(text),
                Transforms = ["json:unescape"],
            };
        }

        return best is not null && !TextSections.HasHeading(best.Body) && best.Tokens + SectionTokens < _scope.Profile.Counter.Count(canonical) ? best : null;
    }
}
