using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;

namespace Headroom.Context.Agents;

/// <summary>Texts that agents leave for each other: compressed and stored before their name points at them.</summary>
public sealed class HandOvers(IContextFabric fabric, IContentStore contents, MessageCompression compression, RetentionOptions retention, TimeProvider time)
{
    /// <summary>Leaves a text under a name.</summary>
    /// <param name="agent">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="by">The agent that writes it.</param>
    /// <param name="timeToLive">How long it is to stand; never longer than contents live. <c>null</c> for that.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">Nothing was left.</exception>
    public async Task<(HandOver Value, HandOverWrite Write)> PutAsync(
        AgentKey agent, string name, ReadOnlyMemory<byte> text, string? by, TimeSpan? timeToLive, WriteCondition condition, CancellationToken cancellationToken)
    {
        CompressedText compressed = await compression.CompressTextAsync(agent.Tenant, text, new MessageOptions(), cancellationToken).ConfigureAwait(false);
        ContentHash original = ContentHash.Of(text.Span), shown = ContentHash.Of(compressed.Text.Span);
        (int before, int after) = ((int)compressed.TokensBefore, (int)compressed.TokensAfter);
        await contents.PutAsync(
            agent.Tenant,
            [new(original, text, null, new ContentDescription("original", before)), new(shown, compressed.Text, null, new ContentDescription("output", after))],
            cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan lives = timeToLive is { } asked && asked < retention.TimeToLive ? asked : retention.TimeToLive;
        var handOver = new HandOver(Guid.NewGuid(), original, shown, before, after, by, now, now + lives);
        return (handOver, await fabric.Agent(agent).PutContextAsync(name, handOver, condition, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads what was left under a name.</summary>
    /// <param name="agent">The namespace.</param>
    /// <param name="name">The name.</param>
    /// <param name="isOriginal">Whether the text itself is wanted, rather than its compressed form.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The version and its bytes; <c>null</c> where nothing is left.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public async Task<(StoredHandOver Stored, ReadOnlyMemory<byte> Text)?> GetAsync(AgentKey agent, string name, bool isOriginal, CancellationToken cancellationToken)
    {
        if (await fabric.Agent(agent).GetContextAsync(name, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        // What is shown refers to the original, which must live as long.
        ContentHash wanted = isOriginal ? stored.Value.Original : stored.Value.Compressed;
        ContentLookup lookup = await contents.GetAsync(new ChunkKey(agent.Tenant, wanted), cancellationToken).ConfigureAwait(false);
        return lookup is ContentLookup.Found found ? (stored, found.Bytes) : null;
    }

    /// <summary>Takes back what was left under a name.</summary>
    /// <exception cref="StoreUnavailableException">Whether it was taken back is not known.</exception>
    public Task<HandOverWrite> DeleteAsync(AgentKey agent, string name, WriteCondition condition, CancellationToken cancellationToken) =>
        fabric.Agent(agent).DeleteContextAsync(name, Guid.NewGuid(), condition, cancellationToken).AsTask();
}
