using System.Text;

namespace Headroom.Compression.Tests.Code;

/// <summary>Sources with bytes changed, lost, doubled or moved.</summary>
internal static class Mutated
{
    private static readonly byte[] Telling = [.. "{}()[]\"'`\\/#*<>=:;,\n\r\t $%@\0"u8, 0xFF, 0xC3, 0xE2];

    public static byte[] Bytes(string source, Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(source)];
        for (int change = random.Next(1, 8); change > 0 && bytes.Count > 1; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
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
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
