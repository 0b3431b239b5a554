using System.ComponentModel.DataAnnotations;
using Headroom.Context.Ports;

namespace Headroom.Storage.Redis;

/// <summary>Where the Redis stores are, and what they may rely on.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>A StackExchange.Redis configuration string: endpoints, then options, joined by commas.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Time to live and quota.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long one operation may take, its wait for a replica included, before it counts as not acknowledged.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Operations under way at once; a further caller waits until there is room or its time is up.</summary>
    /// <value>The default is 1024.</value>
    [Range(1, int.MaxValue)]
    public int MaxInFlight { get; init; } = 1024;

    /// <summary>Starts although the server may lose what it has acknowledged. Each weakness is then a warning.</summary>
    /// <value>The default is <c>false</c>: such a server is refused.</value>
    public bool AllowWeakDurability { get; init; }

    /// <summary>How long the store still knows that a content existed after it expired.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan TraceTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Traces of expired contents kept at most per tenant; the oldest go first.</summary>
    /// <value>The default is 100,000.</value>
    [Range(1, int.MaxValue)]
    public int TracesPerTenant { get; init; } = 100_000;
}
