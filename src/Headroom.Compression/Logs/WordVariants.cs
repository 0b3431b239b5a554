using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>What lines have in common that differ in parameters only.</summary>
/// <param name="Group">The group that they were put into.</param>
/// <param name="Kinds">The kind of each token, as <see cref="LineTokens.Kind"/> tells it.</param>
internal sealed record LineSignature(int Group, ulong[] Kinds);

/// <summary>
/// Parts the lines of a group by words that are one of few at their place: <c>stored as bytes</c> and <c>stored as values</c>
/// are two statements, while one of many words is a name.
/// </summary>
internal static class WordVariants
{
    private const int MaxWords = 8;
    private const int MaxVariants = 16;

    /// <summary>The final group of every line, numbered in order of first appearance.</summary>
    /// <param name="signatures">The distinct signatures.</param>
    /// <param name="ofLines">The signature of each line, or <see cref="TemplateMiner.NoGroup"/>.</param>
    public static PooledList<int> Part(List<LineSignature> signatures, ReadOnlySpan<int> ofLines)
    {
        ulong[] keys = KeysOf(signatures);
        var numbers = new Dictionary<ulong, int>();
        PooledList<int> groups = PooledList<int>.OfDefaults(ofLines.Length);
        for (int i = 0; i < groups.Count; i++)
        {
            if (ofLines[i] == TemplateMiner.NoGroup)
            {
                groups[i] = TemplateMiner.NoGroup;
                continue;
            }

            ulong key = keys[ofLines[i]];
            if (!numbers.TryGetValue(key, out groups[i]))
            {
                groups[i] = numbers.Count;
                numbers.Add(key, groups[i]);
            }
        }

        return groups;
    }

    private static ulong[] KeysOf(List<LineSignature> signatures)
    {
        ulong[] keys = new ulong[signatures.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, keys.Length).GroupBy(i => signatures[i].Group))
        {
            List<int> members = [.. group];
            List<int> places = PlacesOfWords([.. members.Select(member => signatures[member].Kinds)]);
            foreach (int member in members)
            {
                keys[member] = KeyOf(group.Key, signatures[member].Kinds, places);
            }
        }

        return keys;
    }

    /// <summary>The places where the lines of a group have different words, and few of them; those with the fewest words first.</summary>
    private static List<int> PlacesOfWords(List<ulong[]> lines)
    {
        List<(int Place, int Words)> candidates = [];
        for (int place = 0; lines.Count > 1 && place < lines[0].Length; place++)
        {
            if (WordsAt(lines, place) is > 1 and <= MaxWords and var words)
            {
                candidates.Add((place, words));
            }
        }

        List<int> places = [];
        foreach ((int place, _) in candidates.OrderBy(candidate => candidate.Words).ThenBy(candidate => candidate.Place))
        {
            places.Add(place);
            if (lines.Select(line => KeyOf(0, line, places)).Distinct().Count() > MaxVariants)
            {
                places.RemoveAt(places.Count - 1);
                break;
            }
        }

        return places;
    }

    /// <summary>How many different words stand at a place; parameters with the same name before them, or none, count as one.</summary>
    private static int WordsAt(List<ulong[]> lines, int place)
    {
        var words = new HashSet<ulong>();
        foreach (ulong[] line in lines)
        {
            words.Add(line[place]);
            if (words.Count > MaxWords)
            {
                break;
            }
        }

        return words.Count;
    }

    private static ulong KeyOf(int group, ulong[] kinds, List<int> places)
    {
        ulong key = LineTokens.Mix(1, (ulong)group);
        foreach (int place in places)
        {
            key = LineTokens.Mix(LineTokens.Mix(key, (ulong)place), kinds[place]);
        }

        return key;
    }
}
