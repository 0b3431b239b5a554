using System.Numerics;

namespace Headroom.Compression.Repeats;

/// <summary>
/// Cuts a text without lines where its content says so, so that an insertion moves only the cuts near it: a gear hash rolls
/// over the bytes and a cut falls where enough of its bits are zero (Xia et al., "FastCDC: a Fast and Efficient
/// Content-Defined Chunking Approach for Data Deduplication", USENIX ATC 2016, with its two masks). Cuts fall between
/// UTF-8 characters.
/// </summary>
internal static class ContentDefinedChunks
{
    private const int Minimum = 64;
    private const int Normal = 192;
    private const int Maximum = 1024;
    private const ulong StrictMask = 0xF9C0_0000_0000_0000;
    private const ulong LooseMask = 0xF800_0000_0000_0000;

    private static readonly ulong[] Gear = CreateGear();

    /// <summary>Where the chunks start, with the end of the text behind them.</summary>
    public static List<int> Starts(ReadOnlySpan<byte> utf8)
    {
        var starts = new List<int>((utf8.Length / Normal) + 2);
        int start = 0;
        while (start < utf8.Length)
        {
            starts.Add(start);
            start += Length(utf8[start..]);
        }

        starts.Add(utf8.Length);
        return starts;
    }

    private static int Length(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= Minimum)
        {
            return rest.Length;
        }

        ulong hash = 0;
        int end = Math.Min(rest.Length, Maximum);
        int at = Minimum;
        for (; at < end; at++)
        {
            hash = (hash << 1) + Gear[rest[at]];
            if ((hash & (at < Normal ? StrictMask : LooseMask)) == 0)
            {
                break;
            }
        }

        while (at < rest.Length && (rest[at] & 0xC0) == 0x80 && at < Maximum + 3)
        {
            at++;
        }

        return at;
    }

    /// <summary>256 spread-out numbers by the SplitMix64 sequence (Steele, Lea and Flood, 2014); part of the format.</summary>
    private static ulong[] CreateGear()
    {
        ulong[] gear = new ulong[256];
        ulong state = 0;
        for (int i = 0; i < gear.Length; i++)
        {
            state += 0x9E37_79B9_7F4A_7C15;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
            gear[i] = BitOperations.RotateLeft(mixed ^ (mixed >> 31), 17);
        }

        return gear;
    }
}
