namespace Headroom.Compression.Tokens;

/// <summary>The counter that stands for a model.</summary>
/// <param name="Counter">What counts.</param>
/// <param name="IsExact">Whether the model's own vocabulary is counted; if not, the number is an estimate and must say so.</param>
/// <param name="Family"><c>openai</c>, <c>claude</c>, <c>gemini</c> <c>unknown</c>, or how the names of models begin whose counter was given.</param>
public sealed record ModelTokenCounter(ITokenCounter Counter, bool IsExact, string Family);
