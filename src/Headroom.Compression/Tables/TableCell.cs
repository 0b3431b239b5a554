using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>One cell of a text table.</summary>
/// <param name="Place">Its text, without quotes and padding around it.</param>
/// <param name="IsQuoted">Whether it stood in quotes.</param>
/// <param name="HasDoubledQuotes">Whether quotes inside of it are doubled.</param>
internal readonly record struct TableCell(Extent Place, bool IsQuoted = false, bool HasDoubledQuotes = false);
