using Headroom.Grains.Sessions;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>Does what it is asked for and loses the answer, as a silo does that dies behind the write; or does not begin it.</summary>
public sealed class LosingAnswers : IIncomingGrainCallFilter
{
    private int _commitsToLose;
    private int _plansToLose;
    private volatile TaskCompletionSource? _stall;
    private (string Method, TaskCompletionSource Signal) _awaited = ("", new TaskCompletionSource());

    /// <summary>Loses the answers to the next so many commits.</summary>
    public void Next(int commits) => Volatile.Write(ref _commitsToLose, commits);

    /// <summary>Loses the answers to the next so many plans.</summary>
    public void NextPlans(int plans) => Volatile.Write(ref _plansToLose, plans);

    /// <summary>Begins no call any more, as a silo does that hangs.</summary>
    public void Stall() => _stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Goes on with what has come meanwhile.</summary>
    public void GoOn()
    {
        _stall?.SetResult();
        _stall = null;
    }

    /// <summary>Ends when a grain has next done what a method asks.</summary>
    public Task NextCall(string method)
    {
        _awaited = (method, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _awaited.Signal.Task;
    }

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await (_stall?.Task ?? Task.CompletedTask);
        await context.Invoke();
        (string awaited, TaskCompletionSource signal) = _awaited;
        if (context.MethodName == awaited)
        {
            signal.TrySetResult();
        }

        if (Loses(context.MethodName, nameof(ISessionGrain.CommitAsync), ref _commitsToLose) || Loses(context.MethodName, nameof(ISessionGrain.PlanAsync), ref _plansToLose))
        {
            throw new TimeoutException("The answer is lost because a test wants it to.");
        }
    }

    private static bool Loses(string called, string method, ref int left) => called == method && Interlocked.Decrement(ref left) >= 0;
}
