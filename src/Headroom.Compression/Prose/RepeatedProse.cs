using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Prose;

/// <summary>
/// The lossless form of a text that says things more than once: what repeats is written once, under a letter, and stands for
/// itself by that letter elsewhere; sentences that differ in counting numbers only are one template. One header line explains the
/// notation, and from it the text can be rebuilt byte for byte.
/// </summary>
internal sealed class RepeatedProse
{
    // What of the notation has to be free in the text: the sign of a bracket, one after the other where the first is taken.
    private static readonly byte[][] Signs = [[.. "#"u8], [.. "§"u8], [.. "¶"u8], [.. "※"u8]];

    private readonly IReadOnlyList<ProseUnit> _units;
    private readonly RepeatedRuns _runs;
    private readonly Dictionary<int, int> _letters = [];
    private readonly byte[] _open;
    private readonly byte[] _close;
    private readonly Utf8Text _output;
    private bool _hasNumbers;
    private bool _hasLists;

    private RepeatedProse(IReadOnlyList<ProseUnit> units, RepeatedRuns runs, byte[] sign)
    {
        _units = units;
        _runs = runs;
        _open = [(byte)'[', .. sign];
        _close = [.. sign, (byte)']'];
        _output = new Utf8Text(1024);
    }

    /// <summary>Writes the lossless form; <c>null</c> where nothing repeats or it is not shorter.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, ProseText text, CancellationToken cancellationToken)
    {
        RepeatedRuns runs = RepeatedRuns.Find(content, text.Units, cancellationToken);
        if (!runs.Any && !MayHaveNumbers(content, text.Units))
        {
            return null;
        }

        foreach (byte[] sign in Signs)
        {
            var repeated = new RepeatedProse(text.Units, runs, sign);
            if (content.IndexOf(repeated._open) < 0 && content.IndexOf(repeated._close) < 0)
            {
                return repeated.Write(content, cancellationToken);
            }
        }

        return null;
    }

    private byte[]? Write(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        bool isWindows = content.IndexOf("\r\n\r\n"u8) >= 0;
        ReadOnlySpan<byte> joiner = isWindows ? "\r\n\r\n"u8 : "\n\n"u8;
        int done = 0;
        int listEnd = -1;
        for (int i = 0; i < _units.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> between = content[done.._units[i].Start];
            if (_runs.LengthAt(i) is > 0 and var length)
            {
                int id = _runs.IdAt(i);
                bool isKnown = _letters.TryGetValue(id, out int letter);
                if (isKnown && listEnd == i && between.SequenceEqual(joiner))
                {
                    _output.Append(" "u8).AppendCode(letter);
                    _hasLists = true;
                }
                else
                {
                    EndList(ref listEnd);
                    _output.Append(between).Append(_open);
                    if (!isKnown)
                    {
                        letter = _letters.Count;
                        _letters.Add(id, letter);
                        _output.AppendCode(letter).Append(": "u8).Append(content[_units[i].Start.._units[i + length - 1].End]).Append(_close);
                    }
                    else
                    {
                        _output.AppendCode(letter);
                    }
                }

                listEnd = isKnown ? i + length : -1;
                i += length;
            }
            else
            {
                EndList(ref listEnd);
                _output.Append(between);
                i = WriteOthers(content, i);
            }

            done = _units[i - 1].End;
        }

        EndList(ref listEnd);
        _output.Append(content[done..]);
        if (_output.Length >= content.Length)
        {
            return null;
        }

        Utf8Text complete = WriteHeader(isWindows).Append(_output.WrittenSpan);
        return complete.Length < content.Length ? complete.ToArray() : null;
    }

    private void EndList(ref int listEnd)
    {
        if (listEnd >= 0)
        {
            _output.Append("]"u8);
            listEnd = -1;
        }
    }

    /// <summary>Writes units that do not repeat, from one on: a run of them that count as one, else the first.</summary>
    private int WriteOthers(ReadOnlySpan<byte> content, int first)
    {
        if (NumberedUnits.Read(content, _units, _runs, first) is not { } numbered)
        {
            _output.Append(_units[first].Of(content));
            return first + 1;
        }

        _output.Append(_open).Append("×"u8).Append(numbered.Run.Count).Append(numbered.Unit).Append(": "u8);
        numbered.Run.Write(content, _output);
        _output.Append(_close);
        _hasNumbers = true;
        return first + numbered.Run.Count;
    }

    private Utf8Text WriteHeader(bool isWindows)
    {
        var header = new Utf8Text(_output.Length + 512);
        header.Append("[Text without loss: "u8);
        if (_letters.Count > 0)
        {
            header.Append("\""u8).Append(_open).Append("A: …"u8).Append(_close).Append("\" stands here for the first time, \""u8)
                .Append(_open).Append("A]\" is the same again"u8);
            if (_hasLists)
            {
                header.Append(", \""u8).Append(_open).Append("A B]\" both, with a blank line between"u8);
            }
        }

        if (_hasNumbers)
        {
            header.Append(_letters.Count > 0 ? "; "u8 : default).Append("\""u8).Append(_open).Append("×9 sentences: …"u8).Append(_close)
                .Append("\" are 9 in which <1…9> counts, with ↻ again and again"u8);
        }

        return header.Append(isWindows ? "]\r\n"u8 : "]\n"u8);
    }

    // Whether anything can be a run: most texts have few sentences with numbers.
    private static bool MayHaveNumbers(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units)
    {
        int streak = 0;
        foreach (ProseUnit unit in units)
        {
            streak = unit.Of(content).ContainsAnyInRange((byte)'0', (byte)'9') ? streak + 1 : 0;
            if (streak >= NumberedRun.MinCount)
            {
                return true;
            }
        }

        return false;
    }
}
