using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;

namespace Headroom.Context.Tests.Fakes;

/// <summary>A fabric whose sessions refuse to write while they are told to.</summary>
internal sealed class RefusingFabric(IContextFabric inner, Func<bool> refusesCommits) : IContextFabric
{
    public ISession Session(SessionKey key) => new RefusingSession(inner.Session(key), refusesCommits);

    public IAgent Agent(AgentKey key) => inner.Agent(key);

    public IUsage Usage => inner.Usage;

    public IChunk Chunk(ChunkKey key) => inner.Chunk(key);

    private sealed class RefusingSession(ISession inner, Func<bool> refusesCommits) : ISession
    {
        public ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken) => inner.PlanAsync(query, cancellationToken);

        public ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken) =>
            refusesCommits() ? throw new StoreUnavailableException("too many calls wait") : inner.CommitAsync(receipt, cancellationToken);

        public ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken) =>
            refusesCommits() ? throw new StoreUnavailableException("too many calls wait") : inner.InsertAsync(insertion, cancellationToken);
    }
}
