namespace Headroom.Compression.Prose;

/// <summary>A piece of a text that is shown or left out as a whole. What stands between two units is white space.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">Behind its last byte that is no white space.</param>
/// <param name="Paragraph">The number of the paragraph that it stands in, from 0.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct ProseUnit(int Start, int End, int Paragraph, ProseUnitKind Kind)
{
    /// <value>The number of bytes.</value>
    public int Length => End - Start;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> content) => content[Start..End];
}

/// <summary>What a unit of a text is.</summary>
internal enum ProseUnitKind : byte
{
    /// <summary>A sentence, with the bullet or number of its list item if it is the first there.</summary>
    Sentence,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>Anything else that is kept whole: a row of a table, indented or fenced code, a line between two rules.</summary>
    Line,
}
