using Headroom.Context.Ports;

namespace Headroom.Context.Local;

/// <summary>Lets one call at a time at what it guards, in the order in which they came, and refuses more waiters than a bound.</summary>
internal sealed class Mailbox(int maxWaiting) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;

    /// <value>Whether nobody is inside or waiting.</value>
    public bool IsIdle => Volatile.Read(ref _waiting) == 0;

    /// <summary>Runs <paramref name="call"/> when it is its turn.</summary>
    /// <exception cref="StoreUnavailableException">Too many calls are waiting.</exception>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new StoreUnavailableException($"More than {maxWaiting} calls wait for one session.");
        }

        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await call().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
