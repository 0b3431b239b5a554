using Headroom.Gateway.Bodies;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// An answer's bytes, as long as they keep coming: a provider that sends nothing for longer than the limit has broken off. The
/// answer as a whole may take as long as it takes.
/// </summary>
internal sealed class IdleLimitedStream(Stream answer, TimeSpan limit, TimeProvider time) : ForwardStream
{
    private readonly CancellationTokenSource _idle = new(Timeout.InfiniteTimeSpan, time);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenRegistration gone = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _idle);
        _idle.CancelAfter(limit);
        try
        {
            return await answer.ReadAsync(buffer, _idle.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Nothing came for {limit.TotalSeconds:0} seconds.");
        }
        finally
        {
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle.Dispose();
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
