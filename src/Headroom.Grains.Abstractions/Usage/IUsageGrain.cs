namespace Headroom.Grains.Usage;

/// <summary>What a tenant uses in a day, by one of a few shards. Its key is <c>tenant/day/shard</c>. Every call may be repeated.</summary>
[Alias("headroom.usage.v1")]
public interface IUsageGrain : IGrainWithStringKey
{
    /// <summary>Adds a batch.</summary>
    /// <returns>Whether it is durable.</returns>
    [Alias("Add"), ResponseTimeout("00:00:05")]
    Task<bool> AddAsync(UsageBatchRecord batch, CancellationToken cancellationToken);
}

/// <summary>What was used in an hour.</summary>
/// <param name="Id">Names the batch.</param>
/// <param name="Hour">The hour, in UTC.</param>
/// <param name="Rows">By subject, as it is written in a record: JSON of named sums, to which later versions add.</param>
[GenerateSerializer, Immutable, Alias("headroom.usage.batch.v1")]
public sealed record UsageBatchRecord([property: Id(0)] Guid Id, [property: Id(1)] DateTimeOffset Hour, [property: Id(2)] ReadOnlyMemory<byte> Rows);
