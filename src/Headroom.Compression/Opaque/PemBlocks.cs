using Headroom.Compression.Sequences;

namespace Headroom.Compression.Opaque;

/// <summary>Texts that are mostly keys and certificates between <c>-----BEGIN</c> and <c>-----END</c> lines.</summary>
internal static class PemBlocks
{
    private const int MaxBefore = 1024;
    private const int MaxLabel = 64;

    /// <summary>Whether most of a text stands in such blocks.</summary>
    public static bool Are(ReadOnlySpan<byte> text)
    {
        if (text[..Math.Min(text.Length, MaxBefore)].IndexOf("-----BEGIN "u8) < 0)
        {
            return false;
        }

        int inside = 0;
        for (int position = 0; TryNext(text, ref position, out Extent body);)
        {
            inside += body.Length;
        }

        return inside * 10L >= text.Length * 6L;
    }

    /// <summary>Finds the next block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where to begin; afterwards where the closing line begins.</param>
    /// <param name="body">What stands between the two lines.</param>
    public static bool TryNext(ReadOnlySpan<byte> text, ref int position, out Extent body)
    {
        body = default;
        int begin = text[position..].IndexOf("-----BEGIN "u8);
        if (begin < 0)
        {
            return false;
        }

        begin += position;
        int line = text[begin..Math.Min(text.Length, begin + MaxLabel)].IndexOf((byte)'\n');
        int end = line < 0 ? -1 : text[(begin + line)..].IndexOf("-----END "u8);
        if (end < 0)
        {
            return false;
        }

        body = new Extent(begin + line + 1, begin + line + end);
        position = body.End;
        return body.Length >= 0;
    }
}
