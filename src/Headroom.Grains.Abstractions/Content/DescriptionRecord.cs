namespace Headroom.Grains.Content;

/// <summary>What is known of a content besides its bytes.</summary>
/// <param name="Kind">What it was recognised as, such as <c>json</c> or <c>log</c>; <c>output</c> for a compressed form.</param>
/// <param name="Tokens">Its tokens, counted with the profile's counter.</param>
/// <param name="ItemCount">Rows, lines or items; 0 where it has none.</param>
/// <param name="ShownItemCount">How many of them the compressed form shows.</param>
/// <param name="ToolName">The tool that produced it, where known.</param>
[GenerateSerializer, Immutable, Alias("headroom.content.description.v1")]
public sealed record DescriptionRecord(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Tokens,
    [property: Id(2)] int ItemCount,
    [property: Id(3)] int ShownItemCount,
    [property: Id(4)] string? ToolName);
