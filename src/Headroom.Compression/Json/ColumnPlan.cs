using System.Collections.Frozen;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>How a column is written.</summary>
internal sealed class ColumnPlan
{
    private ColumnPlan()
    {
    }

    /// <summary>Each row has its value.</summary>
    public static ColumnPlan Plain { get; } = new();

    /// <summary>One value for all rows.</summary>
    public static ColumnPlan Constant { get; } = new();

    /// <value>What the values have in common.</value>
    public Template? Template { get; private init; }

    /// <value>Value identities to short codes, in order of first use.</value>
    public IReadOnlyDictionary<int, string>? Codes { get; private init; }

    /// <value>An example row of each coded value, in the order of the codes.</value>
    public IReadOnlyList<int> CodedRows { get; private init; } = [];

    /// <value>Whether rows have a cell for the column.</value>
    public bool HasCells => this != Constant && Template is not { HasHole: false };

    /// <summary>Values follow a template.</summary>
    public static ColumnPlan From(Template template) => new() { Template = template };

    /// <summary>Values are stated once and abbreviated.</summary>
    /// <param name="rows">The first row of each distinct value.</param>
    /// <param name="values">The identity of each row's value.</param>
    public static ColumnPlan FromCodes(IReadOnlyList<int> rows, PooledList<int> values)
    {
        var codes = new Dictionary<int, string>();
        foreach (int row in rows)
        {
            codes.Add(values[row], CodeOf(codes.Count));
        }

        return new() { Codes = codes.ToFrozenDictionary(), CodedRows = rows };
    }

    private static string CodeOf(int number) =>
        number < 26 ? ((char)('a' + number)).ToString() : CodeOf((number / 26) - 1) + (char)('a' + (number % 26));
}
