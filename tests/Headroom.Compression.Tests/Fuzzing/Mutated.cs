using System.Text;

namespace Headroom.Compression.Tests.Fuzzing;

/// <summary>Blocks with bytes changed, lost, doubled, moved and put in between.</summary>
internal static class Mutated
{
    private static readonly byte[] Telling = [.. "{}()[]\"'`\\/#*<>=:;,|\n\r\t $%@\0"u8, 0xFF, 0xC3, 0xE2];

    // What means something to one of the formats, to our own notations or to a decoder of text.
    private static readonly byte[][] Pieces =
    [
        [.. "\n\n"u8], [.. "\r\n"u8], [.. "\uFEFF"u8], [.. "\\ud800"u8], [.. "\u0000"u8], [.. "\u2028"u8], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [.. "```\n"u8], [.. "…"u8], [.. "→"u8],
        [.. "@@ -1,3 +1,3 @@\n"u8], [.. "diff --git a/a b/b\n"u8], [.. "\\ No newline at end of file\n"u8], [.. "src/a.cs:12:5: error CS1002: ; expected\n"u8], [.. "--\n"u8],
        [.. "2025-03-04T05:06:07Z ERROR "u8], [.. "Traceback (most recent call last):\n"u8], [.. "#3 rows: a,b\n"u8], [.. "--- text 1: log\n"u8], [.. "$A="u8], [.. "<text 1>"u8], [.. "<*>"u8],
        [.. "×3 1–3: "u8], [.. "[200 rows → 14 shown. Full content: headroom_retrieve hash=1a2b3c4d5e6f7a8b9c0d1e2f]\n"u8], [.. "hash=1a2b3c4d5e6f7a8b9c0d1e2f"u8],
        [.. "[[[[[[[[[[[[[[[["u8], [.. "{\"a\":{\"a\":{\"a\":"u8], [.. "1e999999999"u8], [.. "├── a\n"u8], [.. "/*"u8], [.. "\"\"\""u8], [.. "<script>"u8], [.. "| a | b |\n|---|---|\n"u8],
    ];

    /// <summary>A text with a few changes.</summary>
    public static byte[] Bytes(string source, Random random) => Bytes(Encoding.UTF8.GetBytes(source), random);

    /// <summary>A block with a few changes.</summary>
    public static byte[] Bytes(byte[] source, Random random)
    {
        List<byte> bytes = [.. source];
        for (int change = random.Next(1, 8); change > 0 && bytes.Count > 1; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 1:
                    bytes.Insert(at, Telling[random.Next(Telling.Length)]);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(8) == 0 ? 200 : 1).SelectMany(piece => piece));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Next(16) == 0 ? bytes.Count - at : 0);
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, random.Next(4) == 0 ? 4000 : 40), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
