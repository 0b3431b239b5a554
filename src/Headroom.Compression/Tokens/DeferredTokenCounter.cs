namespace Headroom.Compression.Tokens;

/// <summary>A counter whose vocabulary is loaded by the first count, so that naming it costs a starting process nothing.</summary>
internal sealed class DeferredTokenCounter(string vocabulary, Func<BytePairTokenCounter> load) : ITokenCounter
{
    private readonly Lazy<BytePairTokenCounter> _counter = new(load);

    /// <inheritdoc/>
    public string Vocabulary => vocabulary;

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<byte> utf8) => _counter.Value.Count(utf8);

    /// <summary>Loads the vocabulary now.</summary>
    public void Load() => _ = _counter.Value;
}
