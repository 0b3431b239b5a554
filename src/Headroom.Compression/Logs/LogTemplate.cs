using Headroom.Compression.Texts;

namespace Headroom.Compression.Logs;

/// <summary>What the lines of one group have in common, and where they differ.</summary>
internal sealed class LogTemplate
{
    private readonly int[] _starts;
    private readonly Affixes[] _affixes;
    private readonly bool[] _varies;

    /// <summary>Begins a template with the tokens of its first line.</summary>
    public LogTemplate(int firstLine, bool isStamped, LogLevel level, LineTokens tokens)
    {
        FirstLine = LastLine = firstLine;
        IsStamped = isStamped;
        Level = level;
        _starts = new int[tokens.Count + 1];
        _affixes = new Affixes[tokens.Count];
        _varies = new bool[tokens.Count];
        for (int i = 0; i < tokens.Count; i++)
        {
            _starts[i] = tokens.Start(i);
            int length = tokens.End(i) - tokens.Start(i);
            _affixes[i] = new Affixes(length, length, length);
        }

        _starts[tokens.Count] = tokens.End(tokens.Count - 1) + 1;
    }

    /// <value>The index of its first line.</value>
    public int FirstLine { get; }

    /// <value>The index of its last line so far.</value>
    public int LastLine { get; private set; }

    /// <value>Whether its lines start with a time stamp.</value>
    public bool IsStamped { get; }

    /// <value>The level that all its lines have.</value>
    public LogLevel Level { get; }

    /// <value>The number of its lines.</value>
    public int LineCount { get; private set; }

    /// <value>Where lines differ, in order; complete once <see cref="Close"/> was called.</value>
    public Slot[] Slots { get; private set; } = [];

    /// <value>Per slot: an earlier slot that has the same value in every line, or -1.</value>
    public int[] RepeatOf { get; private set; } = [];

    /// <value>Bytes that every line shares, delimiters included.</value>
    public int ConstantBytes { get; private set; }

    private ReadOnlySpan<byte> Token(ReadOnlySpan<byte> content, int token) => content[_starts[token]..(_starts[token + 1] - 1)];

    /// <summary>Takes one more line into account, which has as many tokens and the same delimiters.</summary>
    public void Add(ReadOnlySpan<byte> content, int line, LineTokens tokens)
    {
        LineCount++;
        LastLine = line;
        for (int i = 0; i < _affixes.Length; i++)
        {
            ReadOnlySpan<byte> mine = Token(content, i);
            ReadOnlySpan<byte> other = tokens.Bytes(content, i);
            if (!mine.SequenceEqual(other))
            {
                _varies[i] = true;
                Affixes affixes = _affixes[i];
                int suffix = 0;
                int limit = Math.Min(affixes.Suffix, other.Length);
                while (suffix < limit && mine[^(suffix + 1)] == other[^(suffix + 1)])
                {
                    suffix++;
                }

                int prefix = mine[..affixes.Prefix].CommonPrefixLength(other);
                _affixes[i] = new Affixes(prefix, suffix, Math.Min(affixes.Shortest, other.Length));
            }
        }
    }

    /// <summary>Fixes the slots: what all values of a token start and end with moves into the template, at word boundaries.</summary>
    public void Close(ReadOnlySpan<byte> content)
    {
        var slots = new List<Slot>();
        ConstantBytes = _starts[^1] - 1 - _starts[0];
        for (int i = 0; i < _varies.Length; i++)
        {
            if (!_varies[i])
            {
                continue;
            }

            ReadOnlySpan<byte> token = Token(content, i);
            int prefix = _affixes[i].Prefix;
            while (prefix > 0 && (char.IsAsciiLetterOrDigit((char)token[prefix - 1]) || IsInsideCharacter(token, prefix)))
            {
                prefix--;
            }

            int suffix = Math.Min(_affixes[i].Suffix, _affixes[i].Shortest - prefix);
            suffix = AtBoundary(token, suffix);
            slots.Add(new Slot(i, prefix, suffix));
            ConstantBytes -= token.Length - prefix - suffix;
        }

        Slots = [.. slots];
    }

    /// <summary>Takes the values of one more line into account for <see cref="RepeatOf"/>.</summary>
    public void Observe(ReadOnlySpan<int> values)
    {
        bool isFirst = RepeatOf.Length < values.Length;
        RepeatOf = isFirst ? new int[values.Length] : RepeatOf;
        for (int slot = 0; slot < values.Length; slot++)
        {
            int earlier = isFirst ? values[..slot].IndexOf(values[slot]) : RepeatOf[slot];
            RepeatOf[slot] = earlier >= 0 && values[earlier] == values[slot] ? earlier : -1;
        }
    }

    /// <summary>Where the value of a slot lies in a line of this template.</summary>
    public static (int Start, int End) Value(LineTokens tokens, Slot slot) =>
        (tokens.Start(slot.Token) + slot.Prefix, tokens.End(slot.Token) - slot.Suffix);

    /// <summary>Writes the common text; <paramref name="writeSlot"/> is called for the number of each slot.</summary>
    public void Write(ReadOnlySpan<byte> content, Utf8Text output, Action<int> writeSlot)
    {
        int slot = 0;
        for (int i = 0; i < _varies.Length; i++)
        {
            if (i > 0)
            {
                output.Append(content.Slice(_starts[i] - 1, 1));
            }

            ReadOnlySpan<byte> token = Token(content, i);
            if (!_varies[i])
            {
                output.Append(token);
                continue;
            }

            output.Append(token[..Slots[slot].Prefix]);
            writeSlot(slot);
            output.Append(token[(token.Length - Slots[slot].Suffix)..]);
            slot++;
        }
    }

    /// <summary>A suffix begins with punctuation, or is a short unit behind a digit: <c>ms</c> in <c>17ms</c>.</summary>
    private static int AtBoundary(ReadOnlySpan<byte> token, int suffix)
    {
        int unit = 0;
        while (unit < token.Length && char.IsAsciiLetter((char)token[^(unit + 1)]))
        {
            unit++;
        }

        bool isUnit = unit is > 0 and <= 3 && unit < token.Length && char.IsAsciiDigit((char)token[^(unit + 1)]);
        while (suffix > 0 && !(isUnit && suffix == unit) && (char.IsAsciiLetterOrDigit((char)token[^suffix]) || IsInsideCharacter(token, token.Length - suffix)))
        {
            suffix--;
        }

        return suffix;
    }

    /// <summary>Characters may share bytes (→ and ⅒ do); cut there, the pieces would be no UTF-8.</summary>
    private static bool IsInsideCharacter(ReadOnlySpan<byte> token, int position) => position < token.Length && (token[position] & 0xC0) == 0x80;

    /// <summary>One place where lines differ: within a token, behind a common prefix and before a common suffix.</summary>
    internal readonly record struct Slot(int Token, int Prefix, int Suffix);

    private readonly record struct Affixes(int Prefix, int Suffix, int Shortest);
}
