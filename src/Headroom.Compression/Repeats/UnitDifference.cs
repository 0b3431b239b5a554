namespace Headroom.Compression.Repeats;

/// <summary>A run of a later text: taken from an earlier one, or new.</summary>
/// <param name="EarlierStart">First unit in the earlier text; -1 where the run is new.</param>
/// <param name="LaterStart">First unit in the later text.</param>
/// <param name="Count">Number of units.</param>
internal readonly record struct UnitRun(int EarlierStart, int LaterStart, int Count)
{
    /// <value>Whether the run stands in the earlier text.</value>
    public bool IsCopy => EarlierStart >= 0;
}

/// <summary>
/// Tells a later text as runs of an earlier one and new units, in the manner of delta encoding (copy and add instructions
/// as in RFC 3284): greedy, longest at hand first, linear in both texts.
/// </summary>
internal static class UnitDifference
{
    private const int MaxPlaces = 8;

    /// <summary>The runs of <paramref name="later"/>, in order and without gaps.</summary>
    public static List<UnitRun> Of(TextUnits earlier, TextUnits later)
    {
        Dictionary<ulong, List<int>> places = Places(earlier);
        List<UnitRun> runs = [];
        int newFrom = 0, expected = 0;
        for (int unit = 0; unit < later.Count;)
        {
            UnitRun copy = LongestCopy(earlier, later, places, unit, expected);
            if (copy.Count == 0)
            {
                unit++;
                continue;
            }

            AddNew(runs, newFrom, unit);
            runs.Add(copy);
            unit += copy.Count;
            newFrom = unit;
            expected = copy.EarlierStart + copy.Count;
        }

        AddNew(runs, newFrom, later.Count);
        return runs;
    }

    private static void AddNew(List<UnitRun> runs, int from, int to)
    {
        if (to > from)
        {
            runs.Add(new UnitRun(-1, from, to - from));
        }
    }

    private static UnitRun LongestCopy(TextUnits earlier, TextUnits later, Dictionary<ulong, List<int>> places, int unit, int expected)
    {
        if (!places.TryGetValue(later.Hash(unit), out List<int>? starts))
        {
            return default;
        }

        var best = new UnitRun(expected, unit, Length(earlier, later, expected, unit));
        foreach (int start in starts)
        {
            if (start != expected && Length(earlier, later, start, unit) is var length && length > best.Count)
            {
                best = new UnitRun(start, unit, length);
            }
        }

        return best;
    }

    private static int Length(TextUnits earlier, TextUnits later, int start, int unit)
    {
        int length = 0;
        while (start + length < earlier.Count && unit + length < later.Count
            && earlier.Hash(start + length) == later.Hash(unit + length) && earlier[start + length].SequenceEqual(later[unit + length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Where each unit stands in the earlier text; of a unit that stands often, its first places.</summary>
    private static Dictionary<ulong, List<int>> Places(TextUnits earlier)
    {
        var places = new Dictionary<ulong, List<int>>(earlier.Count);
        for (int unit = 0; unit < earlier.Count; unit++)
        {
            if (!places.TryGetValue(earlier.Hash(unit), out List<int>? list))
            {
                places.Add(earlier.Hash(unit), list = new List<int>(1));
            }

            if (list.Count < MaxPlaces)
            {
                list.Add(unit);
            }
        }

        return places;
    }
}
