using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>
/// A number per interned value, for one pass over a column after the other: beginning a pass forgets all numbers at no cost. One
/// pass at a time.
/// </summary>
internal sealed class ValueMarks : IDisposable
{
    private PooledList<Mark> _marks = PooledList<Mark>.OfDefaults(0);
    private int _pass;

    /// <summary>Forgets all numbers.</summary>
    /// <param name="valueCount">How many values there are.</param>
    public void Begin(int valueCount)
    {
        if (_marks.Count < valueCount)
        {
            int count = Math.Max(valueCount, _marks.Count * 2);
            _marks.Dispose();
            _marks = PooledList<Mark>.OfDefaults(count);
        }

        _pass++;
    }

    /// <summary>The number of a value; sets it where it has none yet.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isNew">Whether it had none; then it is 0.</param>
    public ref int Of(int value, out bool isNew)
    {
        ref Mark mark = ref _marks[value];
        isNew = mark.Pass != _pass;
        if (isNew)
        {
            mark = new Mark { Pass = _pass };
        }

        return ref mark.Number;
    }

    /// <inheritdoc/>
    public void Dispose() => _marks.Dispose();

    private struct Mark
    {
        public int Pass;
        public int Number;
    }
}
