using System.Runtime.InteropServices;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Sequences;

/// <summary>
/// Neighbouring texts that differ in their numbers only, written once: <c>src/file&lt;0…299&gt;.py</c>. Where every number
/// follows from its position, the texts can be written out again from it.
/// </summary>
internal sealed class NumberedRun
{
    /// <summary>Fewer texts are no run.</summary>
    public const int MinCount = 4;

    private const int MaxSlots = 1024;
    private const int MaxBytes = 32_768;

    // Used again for every run that is read.
    private readonly List<NumberSlot> _slots = [];
    private readonly List<Extent> _digits = [];
    private Extent _first;
    private int _slotCount;

    /// <value>How many texts there are.</value>
    public int Count { get; private set; }

    /// <value>Whether the texts can be written out again.</value>
    public bool IsExact => !_slots[.._slotCount].Exists(slot => !slot.IsExact);

    /// <summary>Reads the longest run at the beginning of some texts; what was read before is forgotten.</summary>
    /// <param name="content">The text of which all are pieces.</param>
    /// <param name="units">The texts, one after the other.</param>
    /// <param name="exactBytes">In so many bytes at the beginning of each, every number has to follow from its position.</param>
    /// <returns>Whether it is long enough for a run.</returns>
    public bool TryRead(ReadOnlySpan<byte> content, ReadOnlySpan<Extent> units, int exactBytes = int.MaxValue)
    {
        // Most neighbours are no run, and three of them show it: they are passed over before anything is taken apart.
        if (units.Length < MinCount || !MayBegin(units[0].Of(content), units[1].Of(content), units[2].Of(content), exactBytes)
            || !Begin(content, units[0]))
        {
            return false;
        }

        int exactEnd = (int)Math.Min(int.MaxValue, (long)units[0].Start + exactBytes);
        Count = 1;
        while (Count < units.Length && Follow(content, units[Count], exactEnd))
        {
            Count++;
        }

        return Count >= MinCount;
    }

    /// <summary>Writes the run, without its count.</summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output) => Write(content, output, _first.Start);

    /// <summary>Writes the run from a position of its first text on, without its count.</summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output, int from)
    {
        int done = from;
        foreach (NumberSlot slot in CollectionsMarshal.AsSpan(_slots)[.._slotCount])
        {
            if (slot.At.Start >= from)
            {
                output.Append(content[done..slot.At.Start]);
                slot.Write(content, output, Count);
                done = slot.At.End;
            }
        }

        output.Append(content[done.._first.End]);
    }

    // Whether three texts have the same words, and numbers that count or begin again where they have to.
    private static bool MayBegin(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, int exactBytes)
    {
        int length = first.Length;
        if (length > MaxBytes || second.Length > MaxBytes || third.Length > MaxBytes)
        {
            return false;
        }

        while (true)
        {
            int literal = first.IndexOfAnyInRange((byte)'0', (byte)'9');
            if (literal < 0)
            {
                return first.SequenceEqual(second) && first.SequenceEqual(third);
            }

            if (!second.StartsWith(first[..literal]) || !third.StartsWith(first[..literal]))
            {
                return false;
            }

            bool isExact = length - first.Length + literal < exactBytes;
            long one = TakeNumber(ref first, literal);
            long two = TakeNumber(ref second, literal);
            long three = TakeNumber(ref third, literal);
            if (one < 0 || two < 0 || three < 0 || (isExact && three - two != two - one && three != one))
            {
                return false;
            }
        }
    }

    // Passes over a number at a position; -1 where there is none or too long a one.
    private static long TakeNumber(ref ReadOnlySpan<byte> text, int at)
    {
        long value = 0;
        int end = at;
        while (end < text.Length && char.IsAsciiDigit((char)text[end]) && end - at <= NumberSlot.MaxDigits)
        {
            value = (value * 10) + (text[end++] - '0');
        }

        bool isNumber = end > at && end - at <= NumberSlot.MaxDigits;
        text = text[end..];
        return isNumber ? value : -1;
    }

    private bool Begin(ReadOnlySpan<byte> content, Extent first)
    {
        // What our own notation looks like has to stay apart from it.
        if (first.Of(content).IndexOf("…"u8) >= 0)
        {
            return false;
        }

        _first = first;
        _slotCount = 0;
        for (int i = first.Start; i < first.End;)
        {
            int found = content[i..first.End].IndexOfAnyInRange((byte)'0', (byte)'9');
            if (found < 0)
            {
                break;
            }

            i += found;
            int end = EndOfDigits(content, i, first.End);
            if (_slotCount == _slots.Count)
            {
                _slots.Add(new NumberSlot());
                _digits.Add(default);
            }

            if (_slotCount == MaxSlots || !_slots[_slotCount].Begin(content, new Extent(i, end)))
            {
                return false;
            }

            _slotCount++;
            i = end;
        }

        return true;
    }

    // Takes in one more text; false, and nothing taken in, where it has other words or a number that had to follow does not.
    private bool Follow(ReadOnlySpan<byte> content, Extent unit, int exactEnd)
    {
        int at = unit.Start;
        int done = _first.Start;
        for (int i = 0; i < _slotCount; i++)
        {
            NumberSlot slot = _slots[i];
            ReadOnlySpan<byte> literal = content[done..slot.At.Start];
            if (!content[at..unit.End].StartsWith(literal))
            {
                return false;
            }

            at += literal.Length;
            int end = EndOfDigits(content, at, unit.End);
            _digits[i] = new Extent(at, end);
            if (end == at || end - at > NumberSlot.MaxDigits || (slot.At.Start < exactEnd && !slot.Fits(content, _digits[i], Count)))
            {
                return false;
            }

            at = end;
            done = slot.At.End;
        }

        if (!content[at..unit.End].SequenceEqual(content[done.._first.End]))
        {
            return false;
        }

        for (int i = 0; i < _slotCount; i++)
        {
            _slots[i].Take(content, _digits[i], Count);
        }

        return true;
    }

    private static int EndOfDigits(ReadOnlySpan<byte> content, int from, int end)
    {
        int length = content[from..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? end : from + length;
    }
}
