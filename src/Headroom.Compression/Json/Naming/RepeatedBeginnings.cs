namespace Headroom.Compression.Json.Naming;

/// <summary>Strings that begin alike, such as the addresses in a record.</summary>
internal static class RepeatedBeginnings
{
    private const int MinLength = 16;
    private const int MaxStrings = 4096;
    private const int MaxNames = 12;
    private const int MinGain = 8;
    private const int UseTokens = 2;

    /// <summary>Finds the beginnings that are worth a name, those that save most first.</summary>
    public static List<Replacement> Find(JsonIndex index, IReadOnlyList<WrittenPiece> pieces, NameList names)
    {
        List<List<WrittenPiece>> strings = [.. pieces
            .Where(piece => index[piece.Entry].Kind == JsonKind.String && index.Text(piece.Entry).Length >= MinLength)
            .GroupBy(piece => index[piece.Entry].Value)
            .Select(group => group.ToList())];
        List<Replacement> replacements = [];
        if (strings.Count > MaxStrings)
        {
            return replacements;
        }

        strings.Sort((one, other) => index.Text(one[0].Entry).SequenceCompareTo(index.Text(other[0].Entry)));
        for (int taken = 0; taken < MaxNames && Best(index, strings) is { } best; taken++)
        {
            byte[] beginning = index.Text(strings[best.First][0].Entry)[..best.Length].ToArray();
            if (names.Take(beginning) is not { } name)
            {
                break;
            }

            foreach (WrittenPiece piece in strings.Skip(best.First).Take(best.Count).SelectMany(same => same))
            {
                ReadOnlySpan<byte> rest = index.Text(piece.Entry)[best.Length..];
                replacements.Add(new Replacement(piece.Start, piece.End, [(byte)'"', .. name, .. rest, (byte)'"']));
            }

            strings.RemoveRange(best.First, best.Count);
        }

        return replacements;
    }

    /// <summary>The run of sorted strings whose common beginning saves most; <c>null</c> where none saves enough.</summary>
    private static (int First, int Count, int Length)? Best(JsonIndex index, List<List<WrittenPiece>> strings)
    {
        (int First, int Count, int Length)? best = null;
        int most = MinGain - 1;
        var open = new Stack<(int First, int Length)>();
        for (int i = 0; i <= strings.Count; i++)
        {
            int first = i - 1;
            int common = i == 0 || i == strings.Count ? 0 : Common(index.Text(strings[i - 1][0].Entry), index.Text(strings[i][0].Entry));
            while (open.Count > 0 && open.Peek().Length > common)
            {
                (first, int length) = open.Pop();
                Weigh(first, i, length);
            }

            if (common >= MinLength && (open.Count == 0 || open.Peek().Length < common))
            {
                open.Push((first, common));
            }

            if (i < strings.Count)
            {
                Weigh(i, i + 1, index.Text(strings[i][0].Entry).Length);
            }
        }

        return best;

        void Weigh(int first, int end, int length)
        {
            int gain = Gain(index, strings, first, end, length);
            if (gain > most)
            {
                most = gain;
                best = (first, end - first, length);
            }
        }
    }

    // The bytes that two strings share, up to where a word ends in both: what follows a name must not read as part of it.
    private static int Common(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int length = one.CommonPrefixLength(other);
        while (length > 0 && !(EndsWord(one, length) && EndsWord(other, length)))
        {
            length--;
        }

        return length;
    }

    private static bool EndsWord(ReadOnlySpan<byte> text, int at) =>
        char.IsAsciiLetterOrDigit((char)text[at - 1]) && (at == text.Length || (text[at] < 0x80 && text[at] != '_' && !char.IsAsciiLetterOrDigit((char)text[at])));

    private static int Gain(JsonIndex index, List<List<WrittenPiece>> strings, int first, int end, int length)
    {
        int tokens = TokenEstimate.Of(index.Text(strings[first][0].Entry)[..length]);
        int uses = 0;
        for (int i = first; i < end; i++)
        {
            uses += strings[i].Count;
        }

        return (uses * (tokens - UseTokens)) - tokens - 3;
    }
}
