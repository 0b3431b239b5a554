using Azure.Data.Tables;
using Headroom.Storage.AzureStates.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates.Tables;

/// <summary>States of grains as rows of a table.</summary>
internal static class TableStates
{
    /// <summary>Part of every row's key; not the cluster's name, so that a cluster that is renamed finds its records.</summary>
    private const string ServiceId = "headroom";

    /// <value>What the service gives and takes as a row's version.</value>
    public static EntityTags Tags { get; } = new("W/\"", "\"", tag => tag.StartsWith("datetime'", StringComparison.Ordinal) && tag.EndsWith('\''));

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static AzureTableGrainStorage Open(AzureStateOptions options) => new(
        "records",
        new AzureTableStorageOptions { TableName = options.Place, TableServiceClient = Connect(options), GrainStorageSerializer = new RecordSerializer() },
        Options.Create(new ClusterOptions { ServiceId = ServiceId, ClusterId = ServiceId }), NullLogger<AzureTableGrainStorage>.Instance, new RecordActivator());

    private static TableServiceClient Connect(AzureStateOptions options)
    {
        try
        {
            return new TableServiceClient(options.ConnectionString, AzureStateStores.Patient(new TableClientOptions(), options));
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException)
        {
            throw new ArgumentException("The connection string of the table cannot be read.", nameof(options), malformed);
        }
    }
}
