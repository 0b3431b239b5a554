using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// The records that the question names by a value that only they have, such as an identifier. Where tables state parts of one
/// apart from its row, or leave it out, it is written once more in full.
/// </summary>
internal static class NamedRecords
{
    private const int MaxRecords = 3;
    private const int MaxHolders = 2;
    private const int MaxRecordBytes = 32_768;
    private const int MinTermLength = 4;
    private const int MaxOccurrences = 16;

    // What is longer is a text that mentions something, not a name.
    private const int MaxNameBytes = 256;

    // Looking for each value in the whole body is worth it up to here; beyond, the record is simply written.
    private const long MaxVisibilityWork = 1 << 24;

    /// <summary>The records that are named and not visible.</summary>
    /// <param name="index">Where they are.</param>
    /// <param name="body">What is shown without them.</param>
    /// <param name="scope">What holds for the text.</param>
    /// <param name="usedTerms">Takes the terms that name a record which is returned.</param>
    public static List<EmbeddedText> Find(JsonIndex index, ReadOnlySpan<byte> body, TextScope scope, HashSet<string> usedTerms)
    {
        List<EmbeddedText> records = [];
        var written = new ArrayBufferWriter<byte>();
        foreach ((int entry, ulong terms) in Holders(index, scope.Anchors))
        {
            if (records.Count == MaxRecords)
            {
                break;
            }

            if (index[entry].Length > MaxRecordBytes || IsWrapper(index, entry) || IsVisible(index, entry, body))
            {
                continue;
            }

            written.ResetWrittenCount();
            JsonText.WriteMinified(written, index, entry);
            usedTerms.UnionWith(scope.Anchors.Where(term => (terms >> term & 1) != 0).Terms);
            records.Add(new EmbeddedText
            {
                Body = written.WrittenSpan.ToArray(),
                Title = $"{PathOf(index, entry)}, which the question names, in full",
                IsExact = true,
                IsVerbatim = true,
                Tokens = 0,
                Transforms = [],
            });
        }

        return records;
    }

    /// <summary>The innermost objects around values that a term names and few others have, in document order.</summary>
    private static IEnumerable<KeyValuePair<int, ulong>> Holders(JsonIndex index, Anchors anchors)
    {
        ulong[] masks = MasksOf(index, anchors);
        int[] holders = new int[64];
        var found = new SortedDictionary<int, ulong>();
        var open = new Stack<(int Entry, int End)>();
        for (int entry = 1; masks.Length > 0 && entry < index.Count; entry++)
        {
            while (open.Count > 0 && entry >= open.Peek().End)
            {
                open.Pop();
            }

            JsonEntry item = index[entry];
            if (item.Kind == JsonKind.Object)
            {
                open.Push((entry, item.End));
            }
            else if (item.Kind is JsonKind.String or JsonKind.Number && open.Count > 0)
            {
                for (ulong rest = masks[item.Value]; rest != 0; rest &= rest - 1)
                {
                    int term = BitOperations.TrailingZeroCount(rest);
                    if (holders[term]++ < MaxHolders)
                    {
                        found[open.Peek().Entry] = found.GetValueOrDefault(open.Peek().Entry) | (1UL << term);
                    }
                }
            }
        }

        ulong common = 0;
        for (int term = 0; term < holders.Length; term++)
        {
            common |= holders[term] > MaxHolders ? 1UL << term : 0;
        }

        return found.Select(holder => KeyValuePair.Create(holder.Key, holder.Value & ~common)).Where(holder => holder.Value != 0);
    }

    /// <summary>The terms that each interned value is named by, one bit each; empty where no rare term stands in the text at all.</summary>
    private static ulong[] MasksOf(JsonIndex index, Anchors anchors)
    {
        (int Term, byte[] Text)[] terms = RareTerms(index.Source, anchors);
        ulong[] masks = terms.Length == 0 ? [] : new ulong[index.Values.Count];
        byte[] lower = new byte[MaxNameBytes];
        for (int value = 0; value < masks.Length; value++)
        {
            ReadOnlySpan<byte> text = index.Values[value];
            if (text.Length > MaxNameBytes)
            {
                continue;
            }

            ToLower(text, lower);
            foreach ((int term, byte[] name) in terms)
            {
                masks[value] |= Names(name, lower.AsSpan(0, text.Length)) ? 1UL << term : 0;
            }
        }

        return masks;
    }

    private static (int Term, byte[] Text)[] RareTerms(ReadOnlySpan<byte> source, Anchors anchors)
    {
        List<(int Term, byte[] Text)> terms = [.. anchors.Terms.Take(64).Select((term, i) => (i, Encoding.UTF8.GetBytes(term))).Where(term => term.Item2.Length >= MinTermLength)];
        if (terms.Count == 0)
        {
            return [];
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(source.Length);
        ToLower(source, rented);
        int length = source.Length;
        (int Term, byte[] Text)[] rare = [.. terms.Where(term => IsRare(rented.AsSpan(0, length), term.Text))];
        ArrayPool<byte>.Shared.Return(rented);
        return rare;
    }

    private static bool IsRare(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> term)
    {
        int count = 0;
        for (int at = lower.IndexOf(term); at >= 0 && count <= MaxOccurrences; at = lower.IndexOf(term))
        {
            lower = lower[(at + term.Length)..];
            count++;
        }

        return count is > 0 and <= MaxOccurrences;
    }

    private static void ToLower(ReadOnlySpan<byte> text, Span<byte> lower)
    {
        for (int i = 0; i < text.Length; i++)
        {
            lower[i] = (byte)(text[i] | (char.IsAsciiLetterUpper((char)text[i]) ? 0x20 : 0));
        }
    }

    // A term names a value that it equals, or that holds it as a word of its own and with a digit or sign in it.
    private static bool Names(ReadOnlySpan<byte> term, ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf(term);
        if (at < 0 || text.Length == term.Length)
        {
            return at == 0;
        }

        int end = at + term.Length;
        return term.IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0
            && (at == 0 || !char.IsAsciiLetterOrDigit((char)text[at - 1]))
            && (end == text.Length || !char.IsAsciiLetterOrDigit((char)text[end]));
    }

    // What is mostly one long text is around it, as the results of tools are around what they ran: the text has a form of its own.
    private static bool IsWrapper(JsonIndex index, int record)
    {
        for (int entry = record; entry < index[record].End; entry++)
        {
            if (index[entry].Kind == JsonKind.String && index.Text(entry) is var text && LongText.IsLong(text) && text.Length * 2 > index[record].Length && !OpaqueText.Is(text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(JsonIndex index, int record, ReadOnlySpan<byte> body)
    {
        if ((long)body.Length * (index[record].End - record) > MaxVisibilityWork)
        {
            return false;
        }

        for (int entry = record; entry < index[record].End; entry++)
        {
            if (index[entry].Kind is JsonKind.String or JsonKind.Number && body.IndexOf(index.Text(entry)) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string PathOf(JsonIndex index, int record)
    {
        var path = new StringBuilder("$");
        int container = index[0].Count == 1 ? 1 : 0;
        while (container < record)
        {
            bool isObject = index[container].Kind == JsonKind.Object;
            int child = container + 1;
            int position = 0;
            int key = child;
            for (child += isObject ? 1 : 0; index[child].End <= record; child = index[child].End + (isObject ? 1 : 0))
            {
                position++;
                key = index[child].End;
            }

            path.Append(isObject ? $".{Encoding.UTF8.GetString(index.Text(key))}" : string.Create(CultureInfo.InvariantCulture, $"[{position}]"));
            container = child;
        }

        return path.ToString();
    }
}
