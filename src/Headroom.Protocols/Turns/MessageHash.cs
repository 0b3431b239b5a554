using System.Security.Cryptography;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>
/// The hash by which a message is recognised on later turns. Clients move <c>cache_control</c> from turn to turn and, while
/// it stands on a plain message, write its string content as one text part; neither makes it another message.
/// </summary>
internal static class MessageHash
{
    /// <summary>Hashes a message.</summary>
    /// <param name="body">The body.</param>
    /// <param name="message">The message's object.</param>
    /// <param name="stringContent">The token of <c>content</c>, where it is one string.</param>
    /// <param name="leftOut">Ranges that do not count, in order.</param>
    public static byte[] Of(ReadOnlySpan<byte> body, ByteRange message, ByteRange? stringContent, List<ByteRange> leftOut)
    {
        if (leftOut.Count == 0 && stringContent is null)
        {
            return SHA256.HashData(message.Of(body));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int position = message.Start;
        foreach (ByteRange range in leftOut)
        {
            Append(hash, body, ref position, range.Start, stringContent);
            position = range.End;
        }

        Append(hash, body, ref position, message.End, stringContent);
        return hash.GetHashAndReset();
    }

    /// <summary>The range to leave out so that an object reads as if a property were not there: its comma goes with it.</summary>
    public static ByteRange PropertyWithComma(ReadOnlySpan<byte> body, ByteRange property)
    {
        int before = property.Start - 1;
        while (IsWhiteSpace(body[before]))
        {
            before--;
        }

        if (body[before] == (byte)',')
        {
            return new ByteRange(before, property.End - before);
        }

        int after = property.End;
        while (IsWhiteSpace(body[after]))
        {
            after++;
        }

        if (body[after] == (byte)',')
        {
            after++;
            while (IsWhiteSpace(body[after]))
            {
                after++;
            }

            return new ByteRange(property.Start, after - property.Start);
        }

        return property;
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> body, ref int position, int end, ByteRange? content)
    {
        if (content is { } token && token.Start >= position && token.End <= end)
        {
            hash.AppendData(body[position..token.Start]);
            hash.AppendData("[{\"type\":\"text\",\"text\":"u8);
            hash.AppendData(token.Of(body));
            hash.AppendData("}]"u8);
            position = token.End;
        }

        hash.AppendData(body[position..end]);
        position = end;
    }

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
