using System.Text;

namespace Headroom.Evals.Workloads.Sources;

/// <summary>A hit of a search.</summary>
internal sealed record SearchHit(string Path, int Line, string Text)
{
    public override string ToString() => $"{Path}:{Line}:{Text}";
}

/// <summary>What a search of the code finds: few files with many hits, many files with few, file after file and line after line.</summary>
internal static class SearchHits
{
    /// <summary>Makes so many hits, the planted ones among them.</summary>
    public static IReadOnlyList<SearchHit> Make(SeededNumbers numbers, int count, int files, Func<SeededNumbers, string> text, params SearchHit[] planted)
    {
        string[] paths = [.. Enumerable.Range(0, files).Select(_ => Codebase.Path(numbers))];
        IEnumerable<SearchHit> found = Enumerable.Range(0, count - planted.Length)
            .Select(_ => new SearchHit(paths[Math.Min(numbers.Below(files), numbers.Below(files))], numbers.Between(2, 420), text(numbers)));
        return [.. found.Concat(planted).OrderBy(hit => hit.Path, StringComparer.Ordinal).ThenBy(hit => hit.Line)];
    }

    /// <summary>The hits as <c>grep -n</c> prints them.</summary>
    public static string Print(IReadOnlyList<SearchHit> hits) => hits.Aggregate(new StringBuilder(), (lines, hit) => lines.Append(hit).Append('\n')).ToString();
}
