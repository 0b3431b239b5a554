namespace Headroom.Grains.Agents;

/// <summary>
/// An agent, or a namespace that several share: what they leave for each other. Its key is <c>tenant/name</c>. Every call may be
/// repeated.
/// </summary>
[Alias("headroom.agent.v1")]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>What was left under a name; <c>null</c> where nothing is.</summary>
    [Alias("GetContext"), ResponseTimeout("00:00:01")]
    Task<ContextReply> GetContextAsync(string name, CancellationToken cancellationToken);

    /// <summary>Leaves something under a name.</summary>
    [Alias("PutContext"), ResponseTimeout("00:00:01")]
    Task<ContextWriteReply> PutContextAsync(string name, HandOverRecord handOver, WriteConditionRecord condition, CancellationToken cancellationToken);

    /// <summary>Takes back what was left under a name.</summary>
    [Alias("DeleteContext"), ResponseTimeout("00:00:01")]
    Task<ContextWriteReply> DeleteContextAsync(string name, Guid writeId, WriteConditionRecord condition, CancellationToken cancellationToken);
}
