using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>Numbers distinct byte strings of one block in order of first appearance, and counts how often each comes.</summary>
internal sealed class ValueTable : IDisposable
{
    private readonly HashChains _byHash = new();
    private readonly PooledList<Value> _values = new(256);

    /// <value>The number of distinct values.</value>
    public int Count => _values.Count;

    /// <summary>The number of the value that lies between two positions.</summary>
    public int Add(ReadOnlySpan<byte> content, int start, int end)
    {
        ReadOnlySpan<byte> bytes = content[start..end];
        ulong hash = LineTokens.Hash(bytes);
        for (int number = _byHash.First(hash); number >= 0; number = _byHash.Next(number))
        {
            if (Bytes(content, number).SequenceEqual(bytes))
            {
                _values[number].Uses++;
                return number;
            }
        }

        _byHash.Add(hash);
        _values.Add(new Value { Start = start, End = end, Uses = 1 });
        return _values.Count - 1;
    }

    /// <summary>How often a value came.</summary>
    public int Uses(int number) => _values[number].Uses;

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> content, int number)
    {
        ref Value value = ref _values[number];
        return content[value.Start..value.End];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _byHash.Dispose();
        _values.Dispose();
    }

    private struct Value
    {
        public int Start;
        public int End;
        public int Uses;
    }
}
