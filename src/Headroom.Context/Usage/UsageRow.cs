using System.Collections.Frozen;

namespace Headroom.Context.Usage;

/// <summary>What one subject used.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Totals">Its sums.</param>
public sealed record UsageRow(UsageSubject Subject, UsageTotals Totals)
{
    /// <value>What stages did, by their names joined with commas.</value>
    public IReadOnlyDictionary<string, StageTotals> Stages { get; init; } = FrozenDictionary<string, StageTotals>.Empty;

    /// <value>How many requests were how long, by <see cref="ConversationSize"/>.</value>
    public IReadOnlyDictionary<string, long> Sizes { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>The sums of both, under this one's subject.</summary>
    public UsageRow Plus(UsageRow other) => new(Subject, Totals.Plus(other.Totals))
    {
        Stages = Sum(Stages, other.Stages, (a, b) => a.Plus(b)),
        Sizes = Sum(Sizes, other.Sizes, (a, b) => a + b),
    };

    /// <summary>The values of both by their names, added where both have one.</summary>
    internal static IReadOnlyDictionary<string, T> Sum<T>(IReadOnlyDictionary<string, T> some, IReadOnlyDictionary<string, T> others, Func<T, T, T> add)
    {
        if (some.Count == 0 || others.Count == 0)
        {
            return some.Count == 0 ? others : some;
        }

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
    private static readonly string[] Classes = ["<8k", "8k-32k", "32k-100k", "100k-200k", ">=200k"];
    private static readonly long[] Bounds = [8_000, 32_000, 100_000, 200_000, long.MaxValue];
    private static readonly FrozenDictionary<string, long>[] Ones = [.. Classes.Select(name => FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(name, 1L)]))];

    /// <value>The classes, from small to large.</value>
    public static IReadOnlyList<string> Names => Classes;

    /// <summary>The class of a request.</summary>
    public static string Of(long tokens) => Classes[IndexOf(tokens)];

    /// <summary>One request of so many tokens.</summary>
    public static IReadOnlyDictionary<string, long> One(long tokens) => Ones[IndexOf(tokens)];

    private static int IndexOf(long tokens)
    {
        int index = 0;
        while (tokens >= Bounds[index])
        {
            index++;
        }

        return index;
    }
}
