using Headroom.Compression.Detection;

namespace Headroom.Compression.Sections;

/// <summary>A run of bytes of one kind inside a block.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Kind">What it was recognised as; text where that is open or it is too short to be worth a look.</param>
internal readonly record struct Section(int Start, int End, ContentKind Kind)
{
    /// <value>Its bytes' number.</value>
    public int Length => End - Start;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> utf8) => utf8[Start..End];
}
