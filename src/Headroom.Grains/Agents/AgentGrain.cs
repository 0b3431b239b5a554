using Headroom.Context.Agents;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Grains.Keys;
using Headroom.Grains.Wire;
using Orleans.Placement;

namespace Headroom.Grains.Agents;

/// <summary>
/// An <see cref="AgentCore"/> behind a grain: the writers of a namespace come one after the other, so that they seldom contend in
/// the store. It holds nothing, and leaves memory soon.
/// </summary>
[GrainType("headroom.agent"), PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class AgentGrain(IGrainContext context, IRecordStore records, TimeProvider time) : Grain, IAgentGrain
{
    private readonly AgentCore _core = new(KeyOf(context), records, time);

    /// <inheritdoc/>
    public async Task<ContextReply> GetContextAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _core.GetContextAsync(name, cancellationToken) is { } stored
                ? new ContextReply(ContextOutcome.Found, stored.Value.ToRecord(), stored.ETag)
                : new ContextReply(ContextOutcome.Missing, null, null);
        }
        catch (StoreUnavailableException)
        {
            return new ContextReply(ContextOutcome.Unavailable, null, null);
        }
    }

    /// <inheritdoc/>
    public Task<ContextWriteReply> PutContextAsync(string name, HandOverRecord handOver, WriteConditionRecord condition, CancellationToken cancellationToken) =>
        WriteAsync(_core.PutContextAsync(name, handOver.ToDomain(), condition.ToDomain(), cancellationToken));

    /// <inheritdoc/>
    public Task<ContextWriteReply> DeleteContextAsync(string name, Guid writeId, WriteConditionRecord condition, CancellationToken cancellationToken) =>
        WriteAsync(_core.DeleteContextAsync(name, writeId, condition.ToDomain(), cancellationToken));

    private static async Task<ContextWriteReply> WriteAsync(ValueTask<HandOverWrite> write)
    {
        try
        {
            return (await write).ToRecord();
        }
        catch (StoreUnavailableException)
        {
            return new ContextWriteReply(ContextOutcome.Unavailable, null);
        }
    }

    private static AgentKey KeyOf(IGrainContext context)
    {
        TenantKey key = TenantKey.Parse(context.GrainId.Key.ToString()!);
        return new AgentKey(new TenantId(key.Tenant), key.Name);
    }
}
