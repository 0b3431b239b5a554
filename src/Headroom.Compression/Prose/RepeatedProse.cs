using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Prose;

/// <summary>
/// The lossless form of a text that says things more than once: what repeats is written once, under a letter, and stands for
/// itself by that letter elsewhere; sentences that differ in counting numbers only are one template. One header line explains the
/// notation, and from it the text can be rebuilt byte for byte.
/// </summary>
internal sealed class RepeatedProse : IDisposable
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
    private bool _isInList;
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
            using var repeated = new RepeatedProse(text.Units, runs, sign);
            if (content.IndexOf(repeated._open) < 0 && content.IndexOf(repeated._close) < 0)
            {
                return repeated.Write(content, cancellationToken);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private byte[]? Write(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        bool isWindows = content.IndexOf("\r\n\r\n"u8) >= 0;
        ReadOnlySpan<byte> joiner = isWindows ? "\r\n\r\n"u8 : "\n\n"u8;
        int done = 0;
        for (int i = 0; i < _units.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int start = _units[i].Start;
            if (_runs.LengthAt(i) is > 0 and var length)
            {
                WriteRepeated(content, done, i, length, joiner);
                i += length;
            }
            else if (NumberedUnits.Read(content, _units, _runs, i) is { } numbered)
            {
                EndList();
                _output.Append(content[done..start]);
                WriteNumbered(content, numbered);
                i += numbered.Run.Count;
            }
            else
            {
                // What stands for itself is written when the next thing that does not is met, and never if nothing is.
                i++;
                continue;
            }

            done = _units[i - 1].End;
        }

        EndList();
        if (done == 0 || _output.Length + content.Length - done >= content.Length)
        {
            return null;
        }

        _output.Append(content[done..]);
        using var complete = new Utf8Text(_output.Length + 512);
        WriteHeader(complete, isWindows);
        complete.Append(_output.WrittenSpan);
        return complete.Length < content.Length ? complete.ToArray() : null;
    }

    /// <summary>Writes a run at its first place in full and at others by its letter, after what stands before it.</summary>
    private void WriteRepeated(ReadOnlySpan<byte> content, int done, int first, int length, ReadOnlySpan<byte> joiner)
    {
        int id = _runs.IdAt(first);
        bool isKnown = _letters.TryGetValue(id, out int letter);
        ReadOnlySpan<byte> between = content[done.._units[first].Start];
        if (isKnown && _isInList && between.SequenceEqual(joiner))
        {
            _output.Append(" "u8).AppendCode(letter);
            _hasLists = true;
            return;
        }

        EndList();
        _output.Append(between).Append(_open);
        if (isKnown)
        {
            _output.AppendCode(letter);
            _isInList = true;
            return;
        }

        letter = _letters.Count;
        _letters.Add(id, letter);
        _output.AppendCode(letter).Append(": "u8).Append(content[_units[first].Start.._units[first + length - 1].End]).Append(_close);
    }

    private void EndList()
    {
        _output.Append(_isInList ? "]"u8 : default);
        _isInList = false;
    }

    private void WriteNumbered(ReadOnlySpan<byte> content, NumberedUnits numbered)
    {
        _output.Append(_open).Append("×"u8).Append(numbered.Run.Count).Append(numbered.Unit).Append(": "u8);
        numbered.Run.Write(content, _output);
        _output.Append(_close);
        _hasNumbers = true;
    }

    private void WriteHeader(Utf8Text header, bool isWindows)
    {
        header.Append("[Repeats written once: "u8);
        if (_letters.Count > 0)
        {
            header.Append("\""u8).Append(_open).Append("A]\" stands for the text in \""u8).Append(_open).Append("A: …"u8).Append(_close).Append("\""u8);
            if (_hasLists)
            {
                header.Append(", \""u8).Append(_open).Append("A B]\" for two with a blank line between"u8);
            }
        }

        if (_hasNumbers)
        {
            header.Append(_letters.Count > 0 ? "; "u8 : default).Append("\""u8).Append(_open).Append("×9 sentences: …"u8).Append(_close)
                .Append("\" for 9 in which <1…9> counts, with ↻ again and again"u8);
        }

        header.Append(isWindows ? "]\r\n"u8 : "]\n"u8);
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
