using Headroom.Context.Agents;

namespace Headroom.Context.Ports;

/// <summary>An agent, or a namespace that several share: what they leave for each other.</summary>
public interface IAgent
{
    /// <summary>What was left under a name; <c>null</c> where nothing is, or it has expired.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<StoredHandOver?> GetContextAsync(string name, CancellationToken cancellationToken);

    /// <summary>Leaves something under a name, if a condition holds. The same write may be made again.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    ValueTask<HandOverWrite> PutContextAsync(string name, HandOver handOver, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Takes back what was left under a name, if a condition holds. The same deletion may be made again.</summary>
    /// <param name="name">The name.</param>
    /// <param name="writeId">Names the deletion.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    ValueTask<HandOverWrite> DeleteContextAsync(string name, Guid writeId, WriteCondition condition, CancellationToken cancellationToken);
}
