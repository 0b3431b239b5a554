namespace Headroom.Compression.Json.Naming;

/// <summary>Where a value stands in the output as JSON: a string, or an object of scalars.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Behind it.</param>
/// <param name="Entry">The value.</param>
internal readonly record struct WrittenPiece(int Start, int End, int Entry);
