namespace Headroom.Compression.Opaque;

/// <summary>What hexadecimal digits mean.</summary>
internal static class HexValue
{
    /// <summary>The value of a digit.</summary>
    public static int Of(byte digit) => (digit & 0xF) + (digit > '9' ? 9 : 0);

    /// <summary>The first bytes that digits stand for; line breaks between them are passed over.</summary>
    public static int Decode(ReadOnlySpan<byte> digits, Span<byte> bytes)
    {
        int count = 0;
        int high = -1;
        foreach (byte digit in digits.StartsWith("0x"u8) ? digits[2..] : digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                continue;
            }

            if (high < 0)
            {
                high = Of(digit);
                continue;
            }

            if (count == bytes.Length)
            {
                break;
            }

            bytes[count++] = (byte)((high << 4) | Of(digit));
            high = -1;
        }

        return count;
    }
}
