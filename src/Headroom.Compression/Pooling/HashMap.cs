namespace Headroom.Compression.Pooling;

/// <summary>
/// Numbers by 64-bit hashes, in rented memory that is given back when the map is disposed. Hashes have to be well mixed: their
/// low bits choose the place.
/// </summary>
internal sealed class HashMap : IDisposable
{
    private const int FirstPlaces = 256;

    // Open addressing, at most half full.
    private PooledList<Place> _places = PooledList<Place>.OfDefaults(FirstPlaces);
    private int _count;

    /// <summary>The number of a hash; 0 where it has none yet.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="isKnown">Whether it was asked for before.</param>
    /// <returns>The number, to be read or set before the next call.</returns>
    public ref int Of(ulong hash, out bool isKnown)
    {
        if (_count * 2 >= _places.Count)
        {
            Grow();
        }

        ref Place place = ref Find(hash);
        isKnown = place.IsTaken;
        if (!isKnown)
        {
            place = new Place { Hash = hash, IsTaken = true };
            _count++;
        }

        return ref place.Number;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private ref Place Find(ulong hash)
    {
        Span<Place> places = _places.AsSpan();
        int mask = places.Length - 1;
        int at = (int)hash & mask;
        while (places[at].IsTaken && places[at].Hash != hash)
        {
            at = (at + 1) & mask;
        }

        return ref places[at];
    }

    private void Grow()
    {
        using PooledList<Place> smaller = _places;
        _places = PooledList<Place>.OfDefaults(smaller.Count * 4);
        foreach (Place place in smaller.AsSpan())
        {
            if (place.IsTaken)
            {
                Find(place.Hash) = place;
            }
        }
    }

    private struct Place
    {
        public ulong Hash;
        public int Number;
        public bool IsTaken;
    }
}
