namespace Headroom.Compression.Logs;

/// <summary>Numbers distinct byte strings of one block in order of first appearance, and counts how often each comes.</summary>
internal sealed class ValueTable
{
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly List<Value> _values = [];

    /// <value>The number of distinct values.</value>
    public int Count => _values.Count;

    /// <summary>The number of the value that lies between two positions.</summary>
    public int Add(ReadOnlySpan<byte> content, int start, int end)
    {
        ReadOnlySpan<byte> bytes = content[start..end];
        for (ulong hash = LineTokens.Hash(bytes); ; hash++)
        {
            if (!_byHash.TryGetValue(hash, out int number))
            {
                number = _values.Count;
                _byHash.Add(hash, number);
                _values.Add(new Value(start, end, 1));
                return number;
            }

            Value value = _values[number];
            if (content[value.Start..value.End].SequenceEqual(bytes))
            {
                _values[number] = value with { Uses = value.Uses + 1 };
                return number;
            }
        }
    }

    /// <summary>How often a value came.</summary>
    public int Uses(int number) => _values[number].Uses;

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int number) => content[_values[number].Start.._values[number].End];

    private readonly record struct Value(int Start, int End, int Uses);
}
