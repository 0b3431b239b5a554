using Headroom.Context.Agents;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Grains.Calls;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Agents;

/// <summary>An agent of the cluster. Where its grain does not answer, the same core writes the store from here: ETags keep writers apart.</summary>
internal sealed class OrleansAgent(AgentKey key, IAgentGrain grain, GrainCalls calls, IAgent storeAlone) : IAgent
{
    private static readonly TimeSpan GetLimit = CallLimit.Of<IAgentGrain>(nameof(IAgentGrain.GetContextAsync));
    private static readonly TimeSpan PutLimit = CallLimit.Of<IAgentGrain>(nameof(IAgentGrain.PutContextAsync));
    private static readonly TimeSpan DeleteLimit = CallLimit.Of<IAgentGrain>(nameof(IAgentGrain.DeleteContextAsync));

    /// <inheritdoc/>
    public async ValueTask<StoredHandOver?> GetContextAsync(string name, CancellationToken cancellationToken)
    {
        Answer<ContextReply> answer = await calls.TryAsync(key.Tenant, GetLimit, token => grain.GetContextAsync(name, token), cancellationToken).ConfigureAwait(false);
        return !answer.IsThere ? await storeAlone.GetContextAsync(name, cancellationToken).ConfigureAwait(false)
            : answer.Value.Outcome == ContextOutcome.Unavailable ? throw Unavailable(name)
            : answer.Value.HandOver is { } handOver ? new StoredHandOver(handOver.ToDomain(), answer.Value.ETag!) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<HandOverWrite> PutContextAsync(string name, HandOver handOver, WriteCondition condition, CancellationToken cancellationToken)
    {
        HandOverRecord record = handOver.ToRecord();
        Answer<ContextWriteReply> answer = await calls
            .TryAsync(key.Tenant, PutLimit, token => grain.PutContextAsync(name, record, condition.ToRecord(), token), cancellationToken).ConfigureAwait(false);
        return answer.IsThere ? Written(name, answer.Value) : await storeAlone.PutContextAsync(name, handOver, condition, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<HandOverWrite> DeleteContextAsync(string name, Guid writeId, WriteCondition condition, CancellationToken cancellationToken)
    {
        Answer<ContextWriteReply> answer = await calls
            .TryAsync(key.Tenant, DeleteLimit, token => grain.DeleteContextAsync(name, writeId, condition.ToRecord(), token), cancellationToken).ConfigureAwait(false);
        return answer.IsThere ? Written(name, answer.Value) : await storeAlone.DeleteContextAsync(name, writeId, condition, cancellationToken).ConfigureAwait(false);
    }

    private HandOverWrite Written(string name, ContextWriteReply reply) => reply.Outcome == ContextOutcome.Unavailable ? throw Unavailable(name) : reply.ToDomain();

    private StoreUnavailableException Unavailable(string name) => new($"The store did not answer the silo for the context {key}/{name}.");
}
