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
    /// <param name="plain">The <c>content</c>, where it is one string or one text part and nothing else.</param>
    /// <param name="leftOut">Ranges inside the content that do not count, in order.</param>
    public static byte[] Of(ReadOnlySpan<byte> body, ByteRange message, PlainContent? plain, List<ByteRange> leftOut)
    {
        if (leftOut.Count == 0 && plain is null)
        {
            return SHA256.HashData(message.Of(body));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (plain is { } content)
        {
            hash.AppendData(body[message.Start..content.Content.Start]);
            hash.AppendData("[{\"type\":\"text\",\"text\":"u8);
            hash.AppendData(content.Text.Of(body));
            hash.AppendData("}]"u8);
            hash.AppendData(body[content.Content.End..message.End]);
            return hash.GetHashAndReset();
        }

        int position = message.Start;
        foreach (ByteRange range in leftOut)
        {
            // A property given twice in a row: both ranges hold the comma between them.
            hash.AppendData(body[position..Math.Max(position, range.Start)]);
            position = range.End;
        }

        hash.AppendData(body[position..message.End]);
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

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}

/// <summary>The content of a message that is nothing but one text.</summary>
/// <param name="Content">The value of <c>content</c>.</param>
/// <param name="Text">The text's token, quotes included.</param>
internal readonly record struct PlainContent(ByteRange Content, ByteRange Text);
