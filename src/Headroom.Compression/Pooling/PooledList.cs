using System.Buffers;
using System.Runtime.CompilerServices;

namespace Headroom.Compression.Pooling;

/// <summary>
/// A list whose memory is rented and given back when the list is disposed, for what a compressor knows about every line or value
/// of a block and needs no longer than it works on it. A list that is not disposed is only slower; one that is disposed is empty.
/// </summary>
internal sealed class PooledList<T> : IDisposable
{
    private T[] _items;

    /// <param name="capacity">How many items are expected.</param>
    public PooledList(int capacity) => _items = ArrayPool<T>.Shared.Rent(Math.Max(capacity, 16));

    /// <param name="items">What the list begins with.</param>
    public PooledList(ReadOnlySpan<T> items)
        : this(items.Length)
    {
        items.CopyTo(_items);
        Count = items.Length;
    }

    /// <value>How many items there are.</value>
    public int Count { get; private set; }

    /// <summary>An item by position.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _items[index];
        }
    }

    /// <summary>A list of so many default values.</summary>
    public static PooledList<T> OfDefaults(int count)
    {
        var list = new PooledList<T>(count) { Count = count };
        list.AsSpan().Clear();
        return list;
    }

    /// <summary>Appends an item.</summary>
    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[Count++] = item;
    }

    /// <summary>Begins again with no items, in the same memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>The items, until more are appended or the list is disposed.</summary>
    public Span<T> AsSpan() => _items.AsSpan(0, Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(_items);
        _items = [];
        Count = 0;
    }

    private void Grow()
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(16, _items.Length * 2));
        _items.CopyTo(larger, 0);
        Return(_items);
        _items = larger;
    }

    private static void Return(T[] items)
    {
        if (items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(items, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }
}
