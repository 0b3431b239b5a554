namespace Headroom.Context.Usage;

/// <summary>What one subject used.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Totals">Its sums.</param>
public sealed record UsageRow(UsageSubject Subject, UsageTotals Totals)
{
    /// <value>What stages did, by their names joined with commas.</value>
    public IReadOnlyDictionary<string, StageTotals> Stages { get; init; } = new Dictionary<string, StageTotals>();

    /// <value>How many requests were how long, by <see cref="ConversationSize"/>.</value>
    public IReadOnlyDictionary<string, long> Sizes { get; init; } = new Dictionary<string, long>();

    /// <summary>The sums of both, under this one's subject.</summary>
    public UsageRow Plus(UsageRow other) => new(Subject, Totals.Plus(other.Totals))
    {
        Stages = Sum(Stages, other.Stages, (a, b) => a.Plus(b)),
        Sizes = Sum(Sizes, other.Sizes, (a, b) => a + b),
    };

    private static Dictionary<string, T> Sum<T>(IReadOnlyDictionary<string, T> some, IReadOnlyDictionary<string, T> others, Func<T, T, T> add)
    {
        var sum = new Dictionary<string, T>(some);
        foreach ((string name, T value) in others)
        {
            sum[name] = sum.TryGetValue(name, out T? standing) ? add(standing, value) : value;
        }

        return sum;
    }
}

/// <summary>Classes of requests by their tokens, as the client sent them.</summary>
public static class ConversationSize
{
    private static readonly (long Below, string Name)[] Classes = [(8_000, "<8k"), (32_000, "8k-32k"), (100_000, "32k-100k"), (200_000, "100k-200k"), (long.MaxValue, ">=200k")];

    /// <value>The classes, from small to large.</value>
    public static IReadOnlyList<string> Names { get; } = [.. Classes.Select(size => size.Name)];

    /// <summary>The class of a request.</summary>
    public static string Of(long tokens) => Array.Find(Classes, size => tokens < size.Below).Name;
}
