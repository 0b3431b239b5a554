using System.Buffers;
using System.Collections.Frozen;

namespace Headroom.Compression.Anchoring;

/// <summary>Picks from a question what is worth searching: identifiers, paths, numbers, quoted words and words that carry meaning.</summary>
internal static class QuestionTerms
{
    private const int MaxTerms = 32;
    private const int MaxQuestion = 8192;
    private const int MaxTermLength = 200;

    // Kana, Han and Hangul.
    private const char FirstUnspaced = '\u3040';
    private const char LastUnspaced = '\uD7A3';

    private static readonly SearchValues<char> NameSigns = SearchValues.Create("_/.@:#\\");

    private static readonly FrozenSet<string> StopWords = (
        "about above according actually after again against also another anyone anything based because been before being below between both "
        + "cannot check could data describe details does doing done down during each either else every everything exact exactly explain find "
        + "first following from further gave give given goes going have having help here into issue issues just know last like list look "
        + "looking made make many maybe mean might more most much must need needs only other over please production provide really recommendation "
        + "return same search should show since some someone something such take tell than that their them then there these they thing think "
        + "this those through today under understand until upon using very want well were what when where whether which while will with within "
        + "without would your yours analysis analyze information investigate related relevant identify result results value values "
        + "add ago all and any are big but can day did fix for get got had has her him his how its let may new nor not now off old one our out own "
        + "per put run say see set she the too try two use via was way who why yes yet you").Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The terms, lower-cased, distinct, in ordinal order.</summary>
    public static string[] From(string question)
    {
        string text = (question.Length > MaxQuestion ? question[^MaxQuestion..] : question).ToLowerInvariant();
        var terms = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string term in Split(text).SelectMany(range => TermsOf(text[range])).TakeWhile(_ => terms.Count < MaxTerms))
        {
            terms.Add(term);
        }

        return [.. terms];
    }

    /// <summary>What to search of a piece without spaces. Scripts that put none between words give pairs of characters.</summary>
    private static IEnumerable<string> TermsOf(string piece)
    {
        if (piece.AsSpan().IndexOfAnyInRange(FirstUnspaced, LastUnspaced) < 0)
        {
            string term = Trim(piece);
            return IsTelling(term) ? [term] : [];
        }

        return Enumerable.Range(0, piece.Length - 1).Select(at => piece.Substring(at, 2)).Where(pair => pair.All(IsUnspaced));
    }

    private static bool IsUnspaced(char character) => character is >= FirstUnspaced and <= LastUnspaced;

    private static List<Range> Split(string text)
    {
        var ranges = new List<Range>();
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isPart = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '-' or '.' or '/' or ':' or '@' or '\\' or '#');
            if (isPart && start < 0)
            {
                start = i;
            }
            else if (!isPart && start >= 0)
            {
                ranges.Add(start..i);
                start = -1;
            }
        }

        return ranges;
    }

    private static string Trim(string term)
    {
        term = term.Trim('.', ':', '-', '/', '#', '\\', '@');
        return term.Length > MaxTermLength ? "" : term;
    }

    private static bool IsTelling(string term)
    {
        int digits = term.Count(char.IsAsciiDigit);
        if (digits == term.Length)
        {
            return digits >= 3;
        }

        bool isName = digits > 0 || term.AsSpan().ContainsAny(NameSigns);
        return term.Length >= 3 && (isName || !StopWords.Contains(term));
    }
}
