namespace Headroom.Compression.Json;

/// <summary>
/// A number per interned value, for one pass over a column after the other: beginning a pass forgets all numbers at no cost. One
/// pass at a time.
/// </summary>
internal sealed class ValueMarks
{
    private int[] _passes = [];
    private int[] _numbers = [];
    private int _pass;

    /// <summary>Forgets all numbers.</summary>
    /// <param name="valueCount">How many values there are.</param>
    public void Begin(int valueCount)
    {
        if (_passes.Length < valueCount)
        {
            int length = Math.Max(valueCount, _passes.Length * 2);
            Array.Resize(ref _passes, length);
            Array.Resize(ref _numbers, length);
        }

        _pass++;
    }

    /// <summary>The number of a value; sets it where it has none yet.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isNew">Whether it had none; then it is 0.</param>
    public ref int Of(int value, out bool isNew)
    {
        isNew = _passes[value] != _pass;
        if (isNew)
        {
            _passes[value] = _pass;
            _numbers[value] = 0;
        }

        return ref _numbers[value];
    }
}
