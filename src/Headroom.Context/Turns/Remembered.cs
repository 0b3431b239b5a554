using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Headroom.Context.Turns;

/// <summary>Values under what they were worked out from, up to a number; when it is full it starts anew. Thread-safe.</summary>
internal sealed class Remembered<TKey, TValue>(int maxEntries)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new();

    /// <summary>The value under a key, if it is remembered.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    /// <summary>Remembers a value.</summary>
    public void Add(TKey key, TValue value)
    {
        if (_values.Count >= maxEntries)
        {
            _values.Clear();
        }

        _values[key] = value;
    }
}
