using System.Buffers;

namespace Headroom.Context.Caches;

/// <summary>
/// What in a text is likely to be another in every request: a time of day, a UUID, seconds or milliseconds since 1970. In a
/// system text each of these keeps the provider from using its cache at all.
/// </summary>
/// <param name="Times">How many times of day with seconds (<c>12:34:56</c>).</param>
/// <param name="Uuids">How many UUIDs.</param>
/// <param name="Epochs">How many numbers of 10 or 13 digits that are times of this century.</param>
public sealed record VolatileText(int Times, int Uuids, int Epochs)
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    /// <value>Whether there is none of it.</value>
    public bool IsEmpty => Times + Uuids + Epochs == 0;

    /// <summary>Looks for it.</summary>
    public static VolatileText In(ReadOnlySpan<byte> text)
    {
        int times = 0, uuids = 0, epochs = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsWordByte(text[i]) || (i > 0 && (IsWordByte(text[i - 1]) || text[i - 1] == ':')))
            {
                continue;
            }

            // A date and its time may stand together with a T.
            ReadOnlySpan<byte> word = text[i..];
            times += IsTime(word) || (IsShape(word, "0000-00-00T"u8) && IsTime(word[11..])) ? 1 : 0;
            uuids += IsShape(word, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"u8) ? 1 : 0;
            epochs += IsEpoch(word) ? 1 : 0;
        }

        return new VolatileText(times, uuids, epochs);
    }

    private static bool IsTime(ReadOnlySpan<byte> word) => IsShape(word, "00:00:00"u8);

    private static bool IsEpoch(ReadOnlySpan<byte> word)
    {
        int length = word.IndexOfAnyExcept(Digits);
        length = length < 0 ? word.Length : length;
        return length is 10 or 13 && word[0] == '1' && word[1] is >= (byte)'5' and <= (byte)'9' && (length == word.Length || !IsWordByte(word[length]));
    }

    /// <summary>Whether a text begins with a shape: <c>0</c> for a digit, <c>h</c> for a hexadecimal one, anything else for itself.</summary>
    private static bool IsShape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> shape)
    {
        if (text.Length < shape.Length)
        {
            return false;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            bool fits = shape[i] switch
            {
                (byte)'0' => char.IsAsciiDigit((char)text[i]),
                (byte)'h' => char.IsAsciiHexDigit((char)text[i]),
                _ => text[i] == shape[i],
            };
            if (!fits)
            {
                return false;
            }
        }

        return text.Length == shape.Length || !char.IsAsciiLetterOrDigit((char)text[shape.Length]) || shape[^1] is (byte)'T' || text[shape.Length] is (byte)'Z';
    }

    private static bool IsWordByte(byte value) => char.IsAsciiLetterOrDigit((char)value);
}
