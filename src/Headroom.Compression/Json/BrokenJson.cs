using System.Text.Json;

namespace Headroom.Compression.Json;

/// <summary>
/// Finds what is whole in JSON that is not: a tool or an agent has cut its end off, or a piece out of its middle. Whole are runs of
/// values that follow each other in one array.
/// </summary>
internal static class BrokenJson
{
    private const int MinItems = 3;
    private const int MaxTries = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonIndex.MaxDepth };

    /// <summary>The runs in a text that begins with a container which does not end as it should.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="budget">How many bytes may be read; lowered by those that were.</param>
    /// <returns>Their places, in order; each begins with the first value and ends with the last.</returns>
    public static List<Range> Runs(ReadOnlySpan<byte> utf8, ref long budget)
    {
        List<Range> runs = [];
        int position = AddLongest(utf8, runs);
        budget -= position;
        for (int tries = 0; tries < MaxTries && budget > 0 && runs.Count > 0; tries++)
        {
            int start = NextItem(utf8, position);
            if (start < 0)
            {
                break;
            }

            position = start + 1;
            int end = EndOfItems(utf8, start, out int items);
            budget -= end - start;
            if (items >= MinItems)
            {
                runs.Add(start..end);
                break;
            }
        }

        return runs;
    }

    /// <summary>Adds the longest run of values in an array that was still open where the text breaks.</summary>
    /// <returns>Where it breaks.</returns>
    private static int AddLongest(ReadOnlySpan<byte> utf8, List<Range> runs)
    {
        var arrays = new Stack<(int Depth, int Start, int End, int Items)>();
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
                bool ends = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    arrays.Pop();
                }

                bool isInArray = arrays.Count > 0 && arrays.Peek().Depth == reader.CurrentDepth - 1;
                bool isWhole = ends || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName);
                if (isInArray)
                {
                    (int depth, int start, int end, int items) = arrays.Pop();
                    start = start < 0 ? (int)reader.TokenStartIndex : start;
                    arrays.Push(isWhole ? (depth, start, (int)reader.BytesConsumed, items + 1) : (depth, start, end, items));
                }

                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    arrays.Push((reader.CurrentDepth, -1, -1, 0));
                }
            }
        }
        catch (JsonException)
        {
            // Here it breaks.
        }

        if (arrays.Count > 0 && arrays.MaxBy(array => array.End - array.Start) is { Items: >= MinItems } longest)
        {
            runs.Add(longest.Start..longest.End);
        }

        return (int)reader.BytesConsumed;
    }

    /// <summary>The next object behind a comma.</summary>
    private static int NextItem(ReadOnlySpan<byte> utf8, int from)
    {
        for (int at = from; at < utf8.Length; at++)
        {
            int found = utf8[at..].IndexOf((byte)'{');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (utf8[..at].TrimEnd(" \t\r\n"u8).EndsWith(","u8))
            {
                return at;
            }
        }

        return -1;
    }

    private static int EndOfItems(ReadOnlySpan<byte> utf8, int start, out int items)
    {
        int end = start;
        items = 0;
        for (int at = start; JsonBlock.LengthOfValue(utf8[at..], out _) is > 0 and var length; items++)
        {
            end = at + length;
            ReadOnlySpan<byte> rest = utf8[end..].TrimStart(" \t\r\n"u8);
            if (!rest.StartsWith(","u8))
            {
                items++;
                break;
            }

            at = utf8.Length - rest[1..].TrimStart(" \t\r\n"u8).Length;
        }

        return end;
    }
}
