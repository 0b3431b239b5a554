using Headroom.Compression.Markers;
using Headroom.Context.Keys;

namespace Headroom.Context.Ports;

/// <summary>A content on its way into the store.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Bytes"/>.</param>
/// <param name="Bytes">The content.</param>
/// <param name="Marker">The handle that stands for it; stored beside it. <c>null</c> for outputs.</param>
/// <param name="Description">What a reader may want to know before fetching it.</param>
public sealed record StoredContent(ContentHash Hash, ReadOnlyMemory<byte> Bytes, MarkerHash? Marker, ContentDescription Description);

/// <summary>What is known of a content besides its bytes.</summary>
/// <param name="Kind">What it was recognised as, such as <c>json</c> or <c>log</c>; <c>output</c> for a compressed form.</param>
/// <param name="Tokens">Its tokens, counted with the profile's counter.</param>
/// <param name="ItemCount">Rows, lines or items; 0 where it has none.</param>
/// <param name="ShownItemCount">How many of them the compressed form shows.</param>
/// <param name="ToolName">The tool that produced it, where known.</param>
public sealed record ContentDescription(string Kind, int Tokens, int ItemCount = 0, int ShownItemCount = 0, string? ToolName = null);

/// <summary>How much a tenant has stored.</summary>
/// <param name="Entries">Number of contents.</param>
/// <param name="Bytes">Their length as they are read.</param>
/// <param name="StoredBytes">Their length as they are kept, compressed.</param>
/// <param name="Retrievals">How often contents were retrieved.</param>
public sealed record ContentTotals(long Entries, long Bytes, long StoredBytes, long Retrievals);
