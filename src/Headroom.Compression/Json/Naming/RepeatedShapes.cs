using System.Buffers;

namespace Headroom.Compression.Json.Naming;

/// <summary>Objects of scalars and empty containers that have the same keys in the same order.</summary>
internal static class RepeatedShapes
{
    private const int MinMembers = 2;
    private const int MinGain = 8;

    // What a use of a name costs beside its values.
    private const int UseTokens = 3;

    /// <summary>Finds the shapes that are worth a name.</summary>
    public static List<Replacement> Find(JsonIndex index, IReadOnlyList<WrittenPiece> pieces, NameList names)
    {
        List<Replacement> replacements = [];
        IEnumerable<List<WrittenPiece>> groups = pieces
            .Where(piece => index[piece.Entry].Kind == JsonKind.Object && index[piece.Entry].Count >= MinMembers)
            .GroupBy(piece => KeysOf(index, piece.Entry))
            .Where(group => group.Skip(1).Any())
            .Select(group => group.ToList());
        foreach (List<WrittenPiece> group in groups)
        {
            bool[] isConstant = Constants(index, group);
            byte[] meaning = Meaning(index, group[0].Entry, isConstant);
            byte[][] values = [.. group.Select(piece => Values(index, piece.Entry, isConstant))];
            int before = group.Sum(piece => EstimateOf(index, piece.Entry));
            int after = TokenEstimate.Of(meaning) + 3 + values.Sum(value => TokenEstimate.Of(value) + UseTokens);
            if (before - after >= MinGain && names.Take(meaning) is { } name)
            {
                replacements.AddRange(group.Select((piece, i) => new Replacement(piece.Start, piece.End, [.. name, .. values[i]])));
            }
        }

        return replacements;
    }

    private static string KeysOf(JsonIndex index, int entry)
    {
        var keys = new char[index[entry].Count * 2];
        for (int i = 0, key = entry + 1; key < index[entry].End; key += 2)
        {
            keys[i++] = (char)index[key].Value;
            keys[i++] = (char)(index[key].Value >> 16);
        }

        return new string(keys);
    }

    private static bool[] Constants(JsonIndex index, List<WrittenPiece> group)
    {
        bool[] isConstant = new bool[index[group[0].Entry].Count];
        for (int member = 0; member < isConstant.Length; member++)
        {
            int offset = 2 + (2 * member);
            isConstant[member] = group.TrueForAll(piece => index.Identity(piece.Entry + offset) == index.Identity(group[0].Entry + offset));
        }

        return isConstant;
    }

    private static byte[] Meaning(JsonIndex index, int entry, bool[] isConstant)
    {
        var meaning = new ArrayBufferWriter<byte>();
        meaning.Write("{"u8);
        for (int member = 0; member < isConstant.Length; member++)
        {
            int key = entry + 1 + (2 * member);
            meaning.Write(member > 0 ? ","u8 : default);
            JsonText.WriteQuoted(meaning, index.Text(key));
            if (isConstant[member])
            {
                meaning.Write(":"u8);
                JsonText.WriteMinified(meaning, index, key + 1);
            }
        }

        meaning.Write("}"u8);
        return meaning.WrittenSpan.ToArray();
    }

    private static byte[] Values(JsonIndex index, int entry, bool[] isConstant)
    {
        var values = new ArrayBufferWriter<byte>();
        values.Write("{"u8);
        for (int member = 0; member < isConstant.Length; member++)
        {
            if (!isConstant[member])
            {
                values.Write(values.WrittenCount > 1 ? ","u8 : default);
                JsonText.WriteMinified(values, index, entry + 2 + (2 * member));
            }
        }

        values.Write("}"u8);
        return values.WrittenSpan.ToArray();
    }

    private static int EstimateOf(JsonIndex index, int entry)
    {
        int tokens = 1;
        for (int child = entry + 1; child < index[entry].End; child++)
        {
            tokens += (index[child].Kind is JsonKind.Object or JsonKind.Array ? 1 : TokenEstimate.Of(index.Text(child))) + 1;
        }

        return tokens;
    }
}
