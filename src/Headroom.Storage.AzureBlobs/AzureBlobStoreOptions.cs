using Headroom.Context.Ports;

namespace Headroom.Storage.AzureBlobs;

/// <summary>Where the blobs are, and for how long.</summary>
public sealed class AzureBlobStoreOptions
{
    /// <summary>A storage account's connection string, with an account key or a shared access signature.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The container; created where it is missing.</summary>
    /// <value>The default is <c>headroom</c>.</value>
    public string Container { get; init; } = "headroom";

    /// <summary>Time to live and quota.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long one operation may take, its retries included, before it counts as not acknowledged.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the store still knows that a content existed after it expired.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan TraceTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How old what a node knows of a tenant's room may be. What other nodes put in the meantime may exceed the quota by as much.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan ListingAge { get; init; } = TimeSpan.FromMinutes(5);
}
