using Headroom.Grains.Sessions;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>Does what it is asked for and loses the answer, as a silo does that dies behind the write.</summary>
public sealed class LosingAnswers : IIncomingGrainCallFilter
{
    private int _commitsToLose;
    private int _plansToLose;
    private (string Method, TaskCompletionSource Signal) _awaited = ("", new TaskCompletionSource());

    /// <summary>Loses the answers to the next so many commits.</summary>
    public void Next(int commits) => Volatile.Write(ref _commitsToLose, commits);

    /// <summary>Loses the answers to the next so many plans.</summary>
    public void NextPlans(int plans) => Volatile.Write(ref _plansToLose, plans);

    /// <summary>Ends when a grain has next done what a method asks.</summary>
    public Task NextCall(string method)
    {
        _awaited = (method, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _awaited.Signal.Task;
    }

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
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
