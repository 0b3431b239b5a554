namespace Headroom.Compression.Sequences;

/// <summary>Where a piece of a text lies, as byte positions.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte behind the last.</param>
internal readonly record struct Extent(int Start, int End)
{
    /// <value>The number of bytes.</value>
    public int Length => End - Start;

    /// <summary>The bytes themselves.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> content) => content[Start..End];
}
