using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>Numbers distinct byte strings of one block in order of first appearance, and counts how often each comes.</summary>
internal sealed class ValueTable : IDisposable
{
    private const int FirstBuckets = 256;

    private readonly PooledList<Value> _values = new(FirstBuckets);

    // One more than the number of the last value with a hash; each value leads to the one before.
    private PooledList<int> _buckets = PooledList<int>.OfDefaults(FirstBuckets);

    /// <value>The number of distinct values.</value>
    public int Count => _values.Count;

    /// <summary>The number of the value that lies between two positions.</summary>
    public int Add(ReadOnlySpan<byte> content, int start, int end)
    {
        ReadOnlySpan<byte> bytes = content[start..end];
        ulong hash = LineTokens.Hash(bytes);
        Span<Value> values = _values.AsSpan();
        for (int number = Bucket(hash) - 1; number >= 0; number = values[number].Next)
        {
            ref Value value = ref values[number];
            if (value.Hash == hash && content[value.Start..value.End].SequenceEqual(bytes))
            {
                value.Uses++;
                return number;
            }
        }

        if (_values.Count == _buckets.Count)
        {
            Grow();
        }

        ref int bucket = ref Bucket(hash);
        _values.Add(new Value { Hash = hash, Start = start, End = end, Uses = 1, Next = bucket - 1 });
        bucket = _values.Count;
        return bucket - 1;
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
        _values.Dispose();
        _buckets.Dispose();
    }

    private ref int Bucket(ulong hash) => ref _buckets[(int)(hash & (ulong)(_buckets.Count - 1))];

    private void Grow()
    {
        int count = _buckets.Count * 4;
        _buckets.Dispose();
        _buckets = PooledList<int>.OfDefaults(count);
        Span<Value> values = _values.AsSpan();
        for (int number = 0; number < values.Length; number++)
        {
            ref int bucket = ref Bucket(values[number].Hash);
            values[number].Next = bucket - 1;
            bucket = number + 1;
        }
    }

    private struct Value
    {
        public ulong Hash;
        public int Start;
        public int End;
        public int Uses;
        public int Next;
    }
}
