namespace Headroom.Compression.Pooling;

/// <summary>
/// Leads from a hash to the numbers that were added with it, for tables that compare what the numbers stand for. Numbers count from
/// 0; hashes have to be well mixed, since their low bits choose the place.
/// </summary>
internal sealed class HashChains : IDisposable
{
    private const int FirstBuckets = 256;

    private readonly PooledList<Link> _links = new(FirstBuckets);

    // One more than the number that was added last; each number leads to the one before.
    private PooledList<int> _buckets = PooledList<int>.OfDefaults(FirstBuckets);

    /// <summary>A number that was added with a hash; -1 where none was.</summary>
    public int First(ulong hash) => Find(Bucket(hash) - 1, hash);

    /// <summary>Another number with the same hash; -1 where there is none left.</summary>
    public int Next(int number) => Find(_links[number].Next, _links[number].Hash);

    /// <summary>Adds the next number.</summary>
    public void Add(ulong hash)
    {
        if (_links.Count == _buckets.Count)
        {
            Grow();
        }

        ref int bucket = ref Bucket(hash);
        _links.Add(new Link(hash, bucket - 1));
        bucket = _links.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _links.Dispose();
        _buckets.Dispose();
    }

    private int Find(int number, ulong hash)
    {
        ReadOnlySpan<Link> links = _links.AsSpan();
        while (number >= 0 && links[number].Hash != hash)
        {
            number = links[number].Next;
        }

        return number;
    }

    private ref int Bucket(ulong hash) => ref _buckets[(int)(hash & (ulong)(_buckets.Count - 1))];

    private void Grow()
    {
        int count = _buckets.Count * 4;
        _buckets.Dispose();
        _buckets = PooledList<int>.OfDefaults(count);
        Span<Link> links = _links.AsSpan();
        for (int number = 0; number < links.Length; number++)
        {
            ref int bucket = ref Bucket(links[number].Hash);
            links[number] = links[number] with { Next = bucket - 1 };
            bucket = number + 1;
        }
    }

    private readonly record struct Link(ulong Hash, int Next);
}
