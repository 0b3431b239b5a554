using System.Numerics;
using Headroom.Compression.Repeats;

namespace Headroom.Compression.Prose;

/// <summary>
/// Finds units of a text that occur more than once, and joins those that always follow each other: a paragraph that stands in
/// five places is one run. Linear, by hashes that are confirmed on the bytes.
/// </summary>
internal sealed class RepeatedRuns
{
    // A run is worth a letter if its repeats save at least so many bytes, each letter costing some.
    private const int MinSaved = 40;
    private const int LetterBytes = 12;
    private const int MaxTries = 64;

    private readonly int[] _ids;
    private readonly int[] _counts;
    private readonly int[] _lengths;

    private RepeatedRuns(int[] ids, int[] counts, int[] lengths)
    {
        _ids = ids;
        _counts = counts;
        _lengths = lengths;
    }

    /// <value>Whether there is any.</value>
    public bool Any { get; private set; }

    /// <summary>How many units the run has that begins here; 0 where none does.</summary>
    public int LengthAt(int unit) => _lengths.Length == 0 ? 0 : _lengths[_ids[unit]];

    /// <summary>Which run begins here; equal runs have equal numbers.</summary>
    public int IdAt(int unit) => _ids[unit];

    /// <summary>Finds them.</summary>
    public static RepeatedRuns Find(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, CancellationToken cancellationToken)
    {
        int[] ids = Number(content, units, out int count, cancellationToken);
        if (count == units.Count)
        {
            return new RepeatedRuns(ids, [], []);
        }

        var counts = new int[count];
        foreach (int id in ids)
        {
            counts[id]++;
        }

        var runs = new RepeatedRuns(ids, counts, new int[count]);
        runs.Join(content, units);
        return runs;
    }

    /// <summary>Gives equal units equal numbers: that of the first of them, counted in the order of the text.</summary>
    private static int[] Number(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, out int count, CancellationToken cancellationToken)
    {
        var ids = new int[units.Count];
        var hashes = new uint[units.Count];
        var table = new int[BitOperations.RoundUpToPowerOf2((uint)units.Count * 2 | 1)];
        count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = units[i].Of(content);
            hashes[i] = (uint)UnitHash.Of(text);
            int slot = (int)hashes[i] & (table.Length - 1);
            int tries = 0;
            while (table[slot] > 0 && !(hashes[table[slot] - 1] == hashes[i] && units[table[slot] - 1].Of(content).SequenceEqual(text)))
            {
                // What collides too often counts as new: that costs a saving, not time.
                if (++tries == MaxTries)
                {
                    break;
                }

                slot = (slot + 1) & (table.Length - 1);
            }

            bool isKnown = table[slot] > 0 && tries < MaxTries;
            ids[i] = isKnown ? ids[table[slot] - 1] : count++;
            table[slot] = table[slot] > 0 ? table[slot] : i + 1;
        }

        return ids;
    }

    private void Join(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units)
    {
        const int Unknown = -1;
        const int Varying = -2;
        int count = _counts.Length;
        var firstAt = new int[count];
        var followers = new int[count];
        Array.Fill(firstAt, -1);
        Array.Fill(followers, Unknown);
        for (int i = 0; i < _ids.Length; i++)
        {
            int id = _ids[i];
            int first = firstAt[id] < 0 ? firstAt[id] = i : firstAt[id];
            int next = i + 1 < _ids.Length ? _ids[i + 1] : Varying;
            bool isSame = next >= 0 && _counts[next] == _counts[id] && next != id
                && (followers[id] == Unknown || (followers[id] == next && Between(content, units, i).SequenceEqual(Between(content, units, first))));
            followers[id] = isSame ? next : Varying;
        }

        var isFollower = new bool[count];
        for (int id = 0; id < count; id++)
        {
            if (_counts[id] > 1 && followers[id] >= 0)
            {
                isFollower[followers[id]] = true;
            }
        }

        for (int id = 0; id < count; id++)
        {
            if (_counts[id] > 1 && !isFollower[id])
            {
                int length = 1;
                for (int last = id; followers[last] >= 0; last = followers[last])
                {
                    length++;
                }

                long bytes = units[firstAt[id] + length - 1].End - units[firstAt[id]].Start;
                _lengths[id] = (_counts[id] - 1) * (bytes - LetterBytes) >= MinSaved ? length : 0;
                Any |= _lengths[id] > 0;
            }
        }
    }

    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, int unit) =>
        content[units[unit].End..units[unit + 1].Start];
}
