using System.Buffers.Text;
using System.Buffers;
using System.Runtime.InteropServices;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Logs;

/// <summary>What the values of one slot are in many lines, in a few words that were counted.</summary>
internal sealed class SlotSummary : IDisposable
{
    private const int MinSequenceBytes = 9;
    private const int MaxListed = 6;
    private const int MaxListedErrors = 64;
    private const int MaxExamples = 3;
    private const int MaxFailures = 8;
    private const int MaxListedBytes = 160;
    private const int MaxListedErrorBytes = 2048;
    private const int MaxExampleBytes = 60;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.-"u8);
    private static readonly SearchValues<byte> StampBytes = SearchValues.Create("0123456789.-:,/TZ+"u8);

    private readonly TemplatedLog _log;
    private readonly PooledList<int> _counts;
    private readonly PooledList<int> _distinct = new(256);

    /// <summary>Makes a summary that is reused for all slots of a log.</summary>
    public SlotSummary(TemplatedLog log)
    {
        _log = log;
        _counts = PooledList<int>.OfDefaults(log.Values.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _counts.Dispose();
        _distinct.Dispose();
    }

    /// <summary>
    /// Writes the values that <paramref name="slot"/> has in <paramref name="lines"/>: all with their counts if they are
    /// few (in errors: not very many), else the range of numbers, else the most frequent ones and those that name a failure; with the number of distinct ones.
    /// </summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output, ReadOnlySpan<int> lines, int slot, bool isError)
    {
        long bytes = Count(content, lines, slot);
        if (_distinct.Count == 1)
        {
            output.Append(_log.Values.Bytes(content, _distinct[0]));
        }
        else
        {
            output.Append("<"u8);
            if (IsSequence(content))
            {
                WriteRange(content, output, _distinct[0], _distinct[_distinct.Count - 1]);
            }
            else if ((isError ? _distinct.Count <= MaxListedErrors && bytes <= MaxListedErrorBytes : _distinct.Count <= MaxListed && bytes <= MaxListedBytes))
            {
                WriteList(content, output, _distinct.AsSpan());
            }
            else if (TryRange(content, out int lowest, out int highest))
            {
                WriteRange(content, output, lowest, highest);
            }
            else
            {
                WriteExamples(content, output);
            }

            output.Append(">"u8);
        }

        Reset();
    }

    /// <summary>The number of distinct values, their bytes, and whether they are written as a range like time stamps.</summary>
    public (int Distinct, long Bytes, bool IsSequence) Inspect(ReadOnlySpan<byte> content, ReadOnlySpan<int> lines, int slot)
    {
        long bytes = Count(content, lines, slot);
        bool isSequence = IsSequence(content);
        Reset();
        return (_distinct.Count, bytes, isSequence);
    }

    private void Reset()
    {
        foreach (int value in _distinct.AsSpan())
        {
            _counts[value] = 0;
        }
    }

    private long Count(ReadOnlySpan<byte> content, ReadOnlySpan<int> lines, int slot)
    {
        _distinct.Clear();
        long bytes = 0;
        foreach (int line in lines)
        {
            int value = _log.ValuesOf(line)[slot];
            if (_counts[value]++ == 0)
            {
                _distinct.Add(value);
                bytes += _log.Values.Bytes(content, value).Length + 2;
            }
        }

        return bytes;
    }

    private void WriteRange(ReadOnlySpan<byte> content, Utf8Text output, int lowest, int highest)
    {
        output.Append(_log.Values.Bytes(content, lowest)).Append("–"u8).Append(_log.Values.Bytes(content, highest));
        output.Append(", "u8).Append(_distinct.Count).Append(" distinct"u8);
    }

    /// <summary>Whether the values are like time stamps: digits and punctuation of one length, each greater than the one before.</summary>
    private bool IsSequence(ReadOnlySpan<byte> content)
    {
        if (_distinct.Count < 3)
        {
            return false;
        }

        ReadOnlySpan<byte> previous = default;
        foreach (int value in _distinct.AsSpan())
        {
            ReadOnlySpan<byte> bytes = _log.Values.Bytes(content, value);
            if (bytes.Length < MinSequenceBytes || bytes.ContainsAnyExcept(StampBytes)
                || (!previous.IsEmpty && (bytes.Length != previous.Length || bytes.SequenceCompareTo(previous) <= 0)))
            {
                return false;
            }

            previous = bytes;
        }

        return true;
    }

    private void WriteExamples(ReadOnlySpan<byte> content, Utf8Text output)
    {
        output.Append(_distinct.Count).Append(" distinct"u8);
        int failures = 0;
        var examples = new List<int>();
        foreach (int value in _distinct.AsSpan())
        {
            if (failures < MaxFailures && Severity.NamesFailure(_log.Values.Bytes(content, value)))
            {
                examples.Add(value);
                failures++;
            }
        }

        _distinct.AsSpan().Sort((left, right) => _counts[left] != _counts[right] ? _counts[right].CompareTo(_counts[left]) : left.CompareTo(right));
        for (int i = 0; i < Math.Min(MaxExamples, _distinct.Count); i++)
        {
            int longest = examples.Count == 0 ? MaxListedBytes : MaxExampleBytes;
            if (!examples.Contains(_distinct[i]) && _log.Values.Bytes(content, _distinct[i]).Length <= longest)
            {
                examples.Add(_distinct[i]);
            }
        }

        if (examples.Count > 0)
        {
            output.Append(": "u8);
            WriteList(content, output, CollectionsMarshal.AsSpan(examples));
            output.Append(", …"u8);
        }
    }

    private void WriteList(ReadOnlySpan<byte> content, Utf8Text output, ReadOnlySpan<int> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> value = _log.Values.Bytes(content, values[i]);
            output.Append(i > 0 ? ", "u8 : default).Append(value.IsEmpty ? "\"\""u8 : value);
            if (_counts[values[i]] > 1)
            {
                output.Append(" ×"u8).Append(_counts[values[i]]);
            }
        }
    }

    private bool TryRange(ReadOnlySpan<byte> content, out int lowest, out int highest)
    {
        lowest = highest = -1;
        double low = 0;
        double high = 0;
        foreach (int value in _distinct.AsSpan())
        {
            ReadOnlySpan<byte> bytes = _log.Values.Bytes(content, value);
            if (bytes.Length is 0 or > 15 || bytes.ContainsAnyExcept(NumberBytes)
                || !Utf8Parser.TryParse(bytes, out double number, out int consumed) || consumed != bytes.Length)
            {
                return false;
            }

            (lowest, low) = lowest < 0 || number < low ? (value, number) : (lowest, low);
            (highest, high) = highest < 0 || number > high ? (value, number) : (highest, high);
        }

        return true;
    }
}
