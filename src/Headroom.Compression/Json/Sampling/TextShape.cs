using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// The shape of a text: words that hold a digit are identifiers or amounts, and any other may stand in their place. Short
/// texts, such as a status code, are their own shape.
/// </summary>
internal static class TextShape
{
    private const int LongestCode = 4;

    /// <summary>Writes a text with <c>#</c> for each word that holds a digit.</summary>
    public static void Write(Utf8Text output, ReadOnlySpan<byte> text)
    {
        bool isCode = text.Length <= LongestCode;
        while (text.Length > 0)
        {
            int length = 0;
            bool hasDigit = false;
            while (length < text.Length && (text[length] >= 0x80 || char.IsAsciiLetterOrDigit((char)text[length])))
            {
                hasDigit |= char.IsAsciiDigit((char)text[length++]);
            }

            output.Append(hasDigit && !isCode ? "#"u8 : text[..length]);
            if (length < text.Length)
            {
                output.Append(text.Slice(length++, 1));
            }

            text = text[length..];
        }
    }
}
