namespace Headroom.Storage.AzureTables;

/// <summary>Where the table is.</summary>
public sealed class AzureTableStoreOptions
{
    /// <summary>A storage account's connection string, with an account key or a shared access signature.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The table; created where it is missing.</summary>
    /// <value>The default is <c>HeadroomRecords</c>.</value>
    public string Table { get; init; } = "HeadroomRecords";

    /// <summary>How long one operation may take, its retries included, before it counts as not acknowledged.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
