namespace Headroom.Compression.Json.Embedding;

/// <summary>A long string of a JSON text, in the form in which it stands in a section of its own.</summary>
internal sealed record EmbeddedText
{
    /// <value>What stands below the heading, without the names of the texts that it refers to in turn.</value>
    public required byte[] Body { get; init; }

    /// <value>Where <see cref="Body"/> refers to texts that were strings inside this one, in order.</value>
    public IReadOnlyList<TextReference> References { get; init; } = [];

    /// <value>What the heading says of it: kind, extent and layout.</value>
    public required string Title { get; init; }

    /// <value>Whether the string can be rebuilt from the form, byte for byte.</value>
    public required bool IsExact { get; init; }

    /// <value>Whether every line or value of the string is there; its white space may not be.</value>
    public bool HoldsAllValues { get; init; } = true;

    /// <value>Whether <see cref="Body"/> is the string itself.</value>
    public bool IsVerbatim { get; init; }

    /// <value>Tokens of the form, those of the texts that it refers to included.</value>
    public required int Tokens { get; init; }

    /// <value>Lines or rows in the string.</value>
    public int ItemCount { get; init; }

    /// <value>How many of them are shown.</value>
    public int ShownItemCount { get; init; }

    /// <value>What <see cref="ItemCount"/> counts.</value>
    public string? Unit { get; init; }

    /// <value>The parts of the table notation that the form uses.</value>
    public Notation Used { get; init; }

    /// <value>The stages that made it.</value>
    public required IReadOnlyList<string> Transforms { get; init; }
}

/// <summary>A place that refers to a text.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Text">The text.</param>
internal readonly record struct TextReference(int Offset, EmbeddedText Text);
