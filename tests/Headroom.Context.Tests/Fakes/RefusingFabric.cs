using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;

namespace Headroom.Context.Tests.Fakes;

/// <summary>A fabric whose sessions refuse to write while they are told to, and commit only when they may; it counts their plans.</summary>
internal sealed class RefusingFabric(IContextFabric inner, Func<bool> refusesCommits, Func<Task> mayCommit) : IContextFabric
{
    private int _plans;

    public int Plans => Volatile.Read(ref _plans);

    public ISession Session(SessionKey key) => new RefusingSession(this, inner.Session(key), refusesCommits, mayCommit);

    public IAgent Agent(AgentKey key) => inner.Agent(key);

    public ITenant Tenant(TenantId tenant) => inner.Tenant(tenant);

    public IUsage Usage => inner.Usage;

    public IChunk Chunk(ChunkKey key) => inner.Chunk(key);

    private sealed class RefusingSession(RefusingFabric fabric, ISession inner, Func<bool> refusesCommits, Func<Task> mayCommit) : ISession
    {
        public ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref fabric._plans);
            return inner.PlanAsync(query, cancellationToken);
        }

        public async ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken)
        {
            await mayCommit();
            return refusesCommits() ? throw new StoreUnavailableException("too many calls wait") : await inner.CommitAsync(receipt, cancellationToken);
        }

        public ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken) =>
            refusesCommits() ? throw new StoreUnavailableException("too many calls wait") : inner.InsertAsync(insertion, cancellationToken);
    }
}
