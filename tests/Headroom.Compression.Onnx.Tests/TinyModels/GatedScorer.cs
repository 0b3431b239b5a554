using System.Threading.Channels;
using Headroom.Compression.Onnx.Scoring;

namespace Headroom.Compression.Onnx.Tests.TinyModels;

/// <summary>A scorer that stands still until a test opens it, or until its text is given up.</summary>
internal sealed class GatedScorer : ITokenScorer, IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private volatile bool _fails;
    private int _count;

    /// <value>Gets an item for each text that is begun.</value>
    public Channel<int> Begun { get; } = Channel.CreateUnbounded<int>();

    /// <value>The texts that were begun.</value>
    public int Count => Volatile.Read(ref _count);

    public void Open() => _gate.Set();

    public void Fail()
    {
        _fails = true;
        _gate.Set();
    }

    public void Score(ReadOnlySpan<int> ids, Span<float> keep, CancellationToken cancellationToken)
    {
        Begun.Writer.TryWrite(Interlocked.Increment(ref _count));
        _gate.Wait(cancellationToken);
        if (_fails)
        {
            throw new InvalidDataException("The model is broken.");
        }

        keep.Fill(1);
    }

    public void Dispose() => _gate.Dispose();
}
