using Headroom.Compression.Detection;

namespace Headroom.Compression.Sections;

/// <summary>A run of bytes of one kind inside a block.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Kind">What it was recognised as; text where that is open or it is too short to be worth a look.</param>
/// <param name="IsItems">Whether it is a run of JSON values with commas between them, out of an array that is not whole.</param>
internal readonly record struct Section(int Start, int End, ContentKind Kind, bool IsItems = false)
{
    /// <value>Its bytes' number.</value>
    public int Length => End - Start;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> utf8) => utf8[Start..End];
}
