using System.Text;

namespace Headroom.Compression.Anchoring;

/// <summary>Search terms taken from the user's latest question, lower-cased, distinct and in ordinal order.</summary>
public sealed class Anchors
{
    private Anchors(string[] terms) => Terms = terms;

    /// <summary>No question: every compressor gives its base variant.</summary>
    public static Anchors None { get; } = new([]);

    /// <value>The terms, in ordinal order.</value>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>
    /// The terms of a question that are worth searching: identifiers, paths, numbers of three digits and more, and words of
    /// three letters and more that carry meaning; in scripts without spaces, pairs of characters. At most 32.
    /// </summary>
    public static Anchors FromQuestion(string question)
    {
        string[] terms = QuestionTerms.From(question);
        return terms.Length == 0 ? None : new Anchors(terms);
    }

    /// <inheritdoc cref="FromQuestion(string)"/>
    public static Anchors FromQuestion(ReadOnlySpan<byte> utf8) => FromQuestion(Encoding.UTF8.GetString(utf8));

    /// <summary>The terms whose positions are picked.</summary>
    internal Anchors Where(Func<int, bool> isPicked)
    {
        string[] terms = [.. Terms.Where((_, position) => isPicked(position))];
        return terms.Length == 0 ? None : new Anchors(terms);
    }

    /// <summary>All terms of several.</summary>
    internal static Anchors Union(IEnumerable<Anchors> several)
    {
        string[] terms = [.. several.SelectMany(anchors => anchors.Terms).Distinct().Order(StringComparer.Ordinal)];
        return terms.Length == 0 ? None : new Anchors(terms);
    }

    /// <summary>Reads back what <see cref="ToString"/> wrote.</summary>
    public static Anchors Parse(string text)
    {
        string[] terms = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return terms.Length == 0 ? None : new Anchors(terms);
    }

    /// <summary>The terms, separated by one space: the form in which a verdict keeps them.</summary>
    public override string ToString() => string.Join(' ', Terms);
}
