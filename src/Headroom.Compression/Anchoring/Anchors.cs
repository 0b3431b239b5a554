using System.Text;

namespace Headroom.Compression.Anchoring;

/// <summary>
/// What the user's latest question is about. Its terms: search terms, lower-cased, distinct and in ordinal order. Beside them, where
/// the project's code is known, the functions that those it names call or are called by: they weigh less, and only code looks at them.
/// </summary>
/// <remarks>
/// Related functions are part of the anchors, and not something that a compressor looks up, so that the law holds as it stands: the
/// same content, profile and anchors give the same bytes. Whoever knows the project adds them once, when a block is seen first; what
/// was given then is written into the block's verdict and replays from there, however the project has changed since.
/// </remarks>
public sealed class Anchors
{
    /// <summary>So many related functions are taken at most.</summary>
    public const int MaxRelated = 16;

    // No term begins with it: it is no part of a word, a path or a name.
    private const char RelatedSign = '~';

    private Anchors(string[] terms, string[] related) => (Terms, Related) = (terms, related);

    /// <summary>No question: every compressor gives its base variant.</summary>
    public static Anchors None { get; } = new([], []);

    /// <value>The terms, in ordinal order.</value>
    public IReadOnlyList<string> Terms { get; }

    /// <value>Names of related functions, lower-cased, the closest first.</value>
    public IReadOnlyList<string> Related { get; }

    /// <summary>
    /// The terms of a question that are worth searching: identifiers, paths, numbers of three digits and more, and words of
    /// three letters and more that carry meaning; in scripts without spaces, pairs of characters. At most 32.
    /// </summary>
    public static Anchors FromQuestion(string question) => Of(QuestionTerms.From(question), []);

    /// <inheritdoc cref="FromQuestion(string)"/>
    public static Anchors FromQuestion(ReadOnlySpan<byte> utf8) => FromQuestion(Encoding.UTF8.GetString(utf8));

    /// <summary>These anchors with functions that are related to what they name; names with white space in them are none.</summary>
    /// <param name="names">Their names, the closest first; the first <see cref="MaxRelated"/> that are no terms count.</param>
    public Anchors WithRelated(IEnumerable<string> names) => Of(
        [.. Terms],
        [.. names.Select(name => name.ToLowerInvariant()).Where(name => name.Length > 0 && !name.Any(char.IsWhiteSpace)).Distinct().Except(Terms).Take(MaxRelated)]);

    /// <summary>The terms and related functions whose positions are picked.</summary>
    internal Anchors Where(Func<int, bool> isPicked, Func<int, bool>? isRelatedPicked = null) => Of(
        [.. Terms.Where((_, position) => isPicked(position))],
        isRelatedPicked is null ? [] : [.. Related.Where((_, position) => isRelatedPicked(position))]);

    /// <summary>All terms of several.</summary>
    internal static Anchors Union(IEnumerable<Anchors> several)
    {
        Anchors[] all = [.. several];
        return Of([.. all.SelectMany(anchors => anchors.Terms).Distinct().Order(StringComparer.Ordinal)], [.. all.SelectMany(anchors => anchors.Related).Distinct()]);
    }

    /// <summary>Reads back what <see cref="ToString"/> wrote.</summary>
    public static Anchors Parse(string text)
    {
        ILookup<bool, string> words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(word => word[0] == RelatedSign);
        return Of([.. words[false]], [.. words[true].Select(word => word[1..])]);
    }

    /// <summary>The terms, and the related functions behind <c>~</c>, separated by one space: the form in which a verdict keeps them.</summary>
    public override string ToString() => string.Join(' ', Terms.Concat(Related.Select(name => RelatedSign + name)));

    private static Anchors Of(string[] terms, string[] related) => terms.Length == 0 && related.Length == 0 ? None : new Anchors(terms, related);
}
