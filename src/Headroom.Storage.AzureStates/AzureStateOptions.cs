namespace Headroom.Storage.AzureStates;

/// <summary>Where records are kept.</summary>
public sealed class AzureStateOptions
{
    /// <summary>A storage account's connection string, with an account key or a shared access signature.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The table or the container; created where it is missing.</summary>
    public required string Place { get; init; }

    /// <summary>How long one operation may take, its retries included, before it counts as not acknowledged.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
