using System.Globalization;
using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>What of a page is not in its Markdown, counted.</summary>
internal sealed class LeftOutElements
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<IElement> _readable = [];

    /// <value>Elements with text that a reader might have seen.</value>
    public IReadOnlyList<IElement> Readable => _readable;

    /// <summary>Counts an element.</summary>
    public void Add(string kind, IElement element)
    {
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (kind == PageChrome.Navigation)
        {
            _readable.Add(element);
        }
    }

    /// <summary>The counts in words; empty where nothing is left out.</summary>
    public override string ToString() =>
        string.Join(", ", _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}")));
}
