using System.Text;

namespace Headroom.Compression.Tests.Sequences;

/// <summary>Bytes as a string with one character each, so that decoders can use string functions and stay exact.</summary>
internal static class ByteText
{
    public static string Of(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>The bytes of a piece of our notation, in the same form.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A few bytes changed, removed or doubled, as damaged input has them.</summary>
    public static byte[] Mutated(byte[] bytes, Random random)
    {
        List<byte> result = [.. bytes];
        for (int i = random.Next(6); i > 0 && result.Count > 0; i--)
        {
            int at = random.Next(result.Count);
            switch (random.Next(5))
            {
                case 0: result[at] = (byte)random.Next(256); break;
                case 1: result.RemoveAt(at); break;
                case 2: result.Insert(at, (byte)'\n'); break;
                case 3: result.Insert(at, "\r\0:-+@ /<>\\{}\"|="u8[random.Next(16)]); break;
                default: result.InsertRange(at, Encoding.UTF8.GetBytes(random.Next(2) == 0 ? "×3 a<1…3>" : "[9 paths … hash=1a2b]\n=== x")); break;
            }
        }

        return [.. result];
    }
}
