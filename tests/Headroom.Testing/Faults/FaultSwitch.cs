using Headroom.Context.Ports;

namespace Headroom.Testing.Faults;

/// <summary>How a faulty store misbehaves until it is told otherwise.</summary>
public enum Fault
{
    /// <summary>It works.</summary>
    None,

    /// <summary>It throws <see cref="StoreUnavailableException"/> and does nothing.</summary>
    Fail,

    /// <summary>It does nothing until the caller's token fires.</summary>
    TimeOut,

    /// <summary>It does its work and then throws: the outcome is unknown to the caller.</summary>
    LoseAnswer,
}

/// <summary>Turns faults on and off, for every call or for the next few.</summary>
public sealed class FaultSwitch
{
    private readonly Lock _gate = new();
    private Fault _next;
    private int _remaining;
    private Fault _standing;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls that were made, faulty ones included.</summary>
    public int Calls { get; private set; }

    /// <summary>Every call has this fault until it is set to <see cref="Fault.None"/>.</summary>
    public Fault Always
    {
        get { lock (_gate) return _standing; }
        set { lock (_gate) _standing = value; }
    }

    /// <summary>Completes when a call has begun to hang in <see cref="Fault.TimeOut"/>.</summary>
    public Task Hanging => _hanging.Task;

    /// <summary>The next <paramref name="calls"/> calls have this fault.</summary>
    public void Next(int calls, Fault fault = Fault.Fail)
    {
        lock (_gate)
            (_remaining, _next) = (calls, fault);
    }

    /// <summary>Runs a call through the switch.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Fault fault = Take();
        if (fault == Fault.Fail)
            throw new StoreUnavailableException("The store fails because a test wants it to.");
        if (fault == Fault.TimeOut)
            await HangAsync(cancellationToken);
        T result = await call();
        return fault == Fault.LoseAnswer
            ? throw new StoreUnavailableException("The store did its work, but its answer was lost.")
            : result;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<Task> call, CancellationToken cancellationToken) =>
        RunAsync(async () => { await call(); return true; }, cancellationToken);

    private Fault Take()
    {
        lock (_gate)
        {
            Calls++;
            if (_remaining == 0)
                return _standing;
            _remaining--;
            return _next;
        }
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource never = new();
        _hanging.TrySetResult();
        await never.Task.WaitAsync(cancellationToken);
    }
}
