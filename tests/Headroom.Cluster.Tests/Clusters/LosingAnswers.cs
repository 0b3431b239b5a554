using Headroom.Grains.Sessions;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>Does what it is asked for and loses the answer, as a silo does that dies behind the write.</summary>
public sealed class LosingAnswers : IIncomingGrainCallFilter
{
    private int _commitsToLose;

    /// <summary>Loses the answers to the next so many commits.</summary>
    public void Next(int commits) => Volatile.Write(ref _commitsToLose, commits);

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(ISessionGrain.CommitAsync) && Interlocked.Decrement(ref _commitsToLose) >= 0)
        {
            throw new TimeoutException("The answer is lost because a test wants it to.");
        }
    }
}
