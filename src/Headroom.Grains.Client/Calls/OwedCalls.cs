using System.Collections.Concurrent;
using System.Collections.Immutable;
using Headroom.Context.Keys;
using Headroom.Grains.Sessions;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.Calls;

/// <summary>
/// What a session's grain has to be told although it did not answer: told before its next turn, and again and again until it
/// has answered.
/// </summary>
internal sealed class OwedCalls : IAsyncDisposable
{
    private const int MaxSessions = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionKey, ImmutableList<OwedCall>> _owed = new();
    private readonly Func<SessionKey, ISessionGrain> _grainOf;
    private readonly GrainCalls _calls;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private int _isDelivering;

    public OwedCalls(Func<SessionKey, ISessionGrain> grainOf, GrainCalls calls, TimeProvider time, ILogger logger)
    {
        (_grainOf, _calls, _logger) = (grainOf, calls, logger);
        _timer = time.CreateTimer(_ => _ = DeliverAllAsync(), null, Interval, Interval);
    }

    /// <summary>Owes a call; it tells whether the ledger has confirmed it.</summary>
    public void Add(SessionKey key, OwedCall call)
    {
        if (_owed.Count >= MaxSessions && !_owed.ContainsKey(key))
        {
            FabricLog.OwedCallDropped(_logger, key, MaxSessions);
            return;
        }

        _owed.AddOrUpdate(key, _ => [call], (_, calls) => calls.Add(call));
    }

    /// <summary>Makes the calls that are owed to a session. One that the ledger has not confirmed stays owed.</summary>
    /// <returns>Whether the session knows of all of them.</returns>
    public async ValueTask<bool> TryDeliverAsync(SessionKey key, CancellationToken cancellationToken)
    {
        foreach (OwedCall next in _owed.GetValueOrDefault(key, []))
        {
            Answer<bool> answer = await _calls
                .TryAsync(key.Tenant, next.Limit, token => next.MakeAsync(_grainOf(key), token), cancellationToken, throwsIfCanceled: false).ConfigureAwait(false);
            if (!answer.IsThere)
            {
                return false;
            }

            if (answer.Value)
            {
                Remove(key, next);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Remove(SessionKey key, OwedCall call)
    {
        while (_owed.TryGetValue(key, out ImmutableList<OwedCall>? calls))
        {
            ImmutableList<OwedCall> left = calls.Remove(call);
            if (left.IsEmpty ? _owed.TryRemove(KeyValuePair.Create(key, calls)) : _owed.TryUpdate(key, left, calls))
            {
                return;
            }
        }
    }

    private async Task DeliverAllAsync()
    {
        if (Interlocked.Exchange(ref _isDelivering, 1) == 1)
        {
            return;
        }

        try
        {
            foreach (SessionKey key in _owed.Keys)
            {
                await TryDeliverAsync(key, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception stopping) when (stopping is OperationCanceledException or ObjectDisposedException)
        {
            // The process ends; the ledger has been told directly where it answered.
        }
        finally
        {
            Volatile.Write(ref _isDelivering, 0);
        }
    }
}

/// <summary>A call that is owed to a session.</summary>
/// <param name="Limit">What one attempt may take.</param>
/// <param name="MakeAsync">Makes it, and tells whether the ledger has confirmed it.</param>
internal sealed record OwedCall(TimeSpan Limit, Func<ISessionGrain, CancellationToken, Task<bool>> MakeAsync);
