using System.Text.Json;

namespace Headroom.Agents.Changes;

/// <summary>Takes a change out of a file that was edited since.</summary>
internal static class ChangeReversal
{
    private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    private static ReadOnlySpan<byte> Between => ", \t\r\n"u8;

    /// <summary>The file without the change; <c>null</c> where the change cannot be told from the edits.</summary>
    /// <param name="before">The file before the change.</param>
    /// <param name="after">The file after it.</param>
    /// <param name="now">The file after later edits.</param>
    public static byte[]? TakeOut(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ReadOnlySpan<byte> now)
    {
        int start = before.CommonPrefixLength(after);
        int end = CommonSuffixLength(before[start..], after[start..]);
        ReadOnlySpan<byte> ours = after[start..^end], theirs = before[start..^end];
        if (Replace(now, ours, theirs, out _) is { } exact && (!IsJson(after) || IsJson(exact)))
        {
            return exact;
        }

        // In JSON, a neighbour that was added or removed stands between ours and the comma or the white space that came with it.
        ReadOnlySpan<byte> core = ours.Trim(Between);
        return theirs.Trim(Between).IsEmpty && IsJson(after) && Replace(now, core, [], out int at) is { } taken ? WithoutComma(taken, at) : null;
    }

    private static byte[]? Replace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement, out int at)
    {
        at = old.IsEmpty ? -1 : text.IndexOf(old);
        return at < 0 || text[(at + 1)..].IndexOf(old) >= 0 ? null : [.. text[..at], .. replacement, .. text[(at + old.Length)..]];
    }

    /// <summary>JSON again, after a member was taken out at a place: as it is, or without the comma before it, or the one behind it.</summary>
    private static byte[]? WithoutComma(byte[] text, int at)
    {
        int left = text.AsSpan(0, at).TrimEnd(Space).Length - 1;
        int right = text.Length - text.AsSpan(at).TrimStart(Space).Length;
        return IsJson(text) ? text
            : right < text.Length && text[right] == (byte)',' && Without(text, right) is { } withoutRight ? withoutRight
            : left >= 0 && text[left] == (byte)',' ? Without(text, left)
            : null;
    }

    private static byte[]? Without(byte[] text, int at)
    {
        byte[] without = [.. text.AsSpan(0, at), .. text.AsSpan(at + 1)];
        return IsJson(without) ? without : null;
    }

    private static int CommonSuffixLength(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int length = 0;
        while (length < one.Length && length < other.Length && one[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                // Reading to the end is the test.
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
