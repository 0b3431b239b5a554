using System.Globalization;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Sequences;

/// <summary>
/// A place where neighbouring texts have a number. As long as they do, it is the same number everywhere, or one that counts,
/// or one that counts and begins again; otherwise only its values are known.
/// </summary>
internal sealed class NumberSlot
{
    /// <summary>A longer number is none to count with.</summary>
    public const int MaxDigits = 17;

    private const int MaxListed = 6;
    private const long MaxStep = 1_000_000_000;

    private Extent[]? _listed;
    private int _width;
    private long _first;
    private int _listedCount;
    private long _step;
    private int _period;
    private Extent _lowestAt;
    private Extent _highestAt;
    private long _lowest;
    private long _highest;

    /// <value>Where the digits of the first text lie.</value>
    public Extent At { get; private set; }

    /// <value>Whether the values follow from their position.</value>
    public bool IsExact { get; private set; } = true;

    private bool IsConstant => IsExact && _step == 0;

    /// <summary>Begins with the number of the first text, and forgets all before; <c>false</c> where it is too long to count with.</summary>
    public bool Begin(ReadOnlySpan<byte> content, Extent digits)
    {
        if (digits.Length > MaxDigits)
        {
            return false;
        }

        ReadOnlySpan<byte> text = digits.Of(content);
        At = digits;
        IsExact = true;
        _first = Value(text);
        _width = text.Length > 1 && text[0] == '0' ? text.Length : 0;
        (_lowest, _highest, _lowestAt, _highestAt) = (_first, _first, digits, digits);
        (_step, _period, _listedCount) = (0, 0, 1);
        return true;
    }

    /// <summary>Whether the number of text <paramref name="index"/> is the one that follows.</summary>
    public bool Fits(ReadOnlySpan<byte> content, Extent digits, int index)
    {
        ReadOnlySpan<byte> text = digits.Of(content);
        long value = Value(text);
        long step = index == 1 ? value - _first : _step;
        if (!IsExact || step is < -MaxStep or > MaxStep)
        {
            return false;
        }

        long expected = _period > 0 ? _first + (_step * (index % _period)) : _first + (step * index);
        return IsWritten(text) && (value == expected || (BeginsAgain(value, index) && step != 0));
    }

    /// <summary>Takes in the number of text <paramref name="index"/>, whether or not it fits.</summary>
    public void Take(ReadOnlySpan<byte> content, Extent digits, int index)
    {
        bool fits = Fits(content, digits, index);
        long value = Value(digits.Of(content));
        if (fits)
        {
            _step = index == 1 ? value - _first : _step;
            _period = BeginsAgain(value, index) && value != _first + (_step * index) ? index : _period;
        }

        IsExact &= fits;
        (_lowest, _lowestAt) = value < _lowest ? (value, digits) : (_lowest, _lowestAt);
        (_highest, _highestAt) = value > _highest ? (value, digits) : (_highest, _highestAt);
        List(content, digits);
    }

    /// <summary>
    /// Writes what the slot holds in a run of texts: <c>7</c>, <c>&lt;0…299&gt;</c>, <c>&lt;0,3…297&gt;</c>,
    /// <c>&lt;0…19 ↻&gt;</c> where it begins again, or <c>&lt;3, 8&gt;</c> and <c>&lt;0–39601&gt;</c> where the values do not follow.
    /// </summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output, int count)
    {
        if (IsConstant)
        {
            output.Append(At.Of(content));
            return;
        }

        output.Append("<"u8);
        if (IsExact)
        {
            int length = _period > 0 ? _period : count;
            output.Append(At.Of(content));
            if (_step != 1)
            {
                WriteNumber(output.Append(","u8), _first + _step);
            }

            WriteNumber(output.Append("…"u8), _first + (_step * (length - 1)));
            output.Append(_period > 0 ? " ↻"u8 : default);
        }
        else if (_listedCount < MaxListed)
        {
            for (int i = 0; i < _listedCount; i++)
            {
                output.Append(i > 0 ? ", "u8 : default).Append(Listed(i).Of(content));
            }
        }
        else
        {
            output.Append(_lowestAt.Of(content)).Append("–"u8).Append(_highestAt.Of(content));
        }

        output.Append(">"u8);
    }

    private static long Value(ReadOnlySpan<byte> digits)
    {
        long value = 0;
        foreach (byte digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private bool BeginsAgain(long value, int index) => _period == 0 && index > 1 && value == _first;

    // Whether a number has as many leading zeros as the first one makes expect.
    private bool IsWritten(ReadOnlySpan<byte> text)
    {
        int significant = Math.Max(text.TrimStart((byte)'0').Length, 1);
        return text.Length == Math.Max(significant, _width);
    }

    private void WriteNumber(Utf8Text output, long value)
    {
        Span<byte> digits = stackalloc byte[MaxDigits + 3];
        output.Append(Format(digits, value));
    }

    private ReadOnlySpan<byte> Format(Span<byte> destination, long value)
    {
        value.TryFormat(destination, out int length, default, CultureInfo.InvariantCulture);
        int padding = _width - length;
        if (padding > 0)
        {
            destination[..length].CopyTo(destination[padding..]);
            destination[..padding].Fill((byte)'0');
            length = _width;
        }

        return destination[..length];
    }

    private void List(ReadOnlySpan<byte> content, Extent digits)
    {
        ReadOnlySpan<byte> text = digits.Of(content);
        for (int i = 0; i < _listedCount; i++)
        {
            if (_listedCount == MaxListed || Listed(i).Of(content).SequenceEqual(text))
            {
                return;
            }
        }

        _listed ??= new Extent[MaxListed - 1];
        _listed[_listedCount++ - 1] = digits;
    }

    // Most slots hold one value only, that of the first text.
    private Extent Listed(int index) => index == 0 ? At : _listed![index - 1];
}
