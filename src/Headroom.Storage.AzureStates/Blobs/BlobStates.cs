using System.Buffers;
using Azure.Storage.Blobs;
using Headroom.Storage.AzureStates.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Storage;

namespace Headroom.Storage.AzureStates.Blobs;

/// <summary>States of grains as blobs of a container.</summary>
internal static class BlobStates
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <value>What the service gives and takes as a blob's version.</value>
    public static EntityTags Tags { get; } = new("\"", "\"", tag => tag.StartsWith("0x", StringComparison.Ordinal) && tag.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0);

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static AzureBlobGrainStorage Open(AzureStateOptions options) => new(
        "records",
        new AzureBlobStorageOptions { ContainerName = options.Place, BlobServiceClient = Connect(options), GrainStorageSerializer = new RecordSerializer() },
        new OneContainer(options.Place), new RecordActivator(), NullLogger<AzureBlobGrainStorage>.Instance);

    private static BlobServiceClient Connect(AzureStateOptions options)
    {
        try
        {
            return new BlobServiceClient(options.ConnectionString, AzureStateStores.Patient(new BlobClientOptions(), options));
        }
        catch (FormatException malformed)
        {
            throw new ArgumentException("The connection string of the blob store cannot be read.", nameof(options), malformed);
        }
    }

    /// <summary>All records are in one container.</summary>
    private sealed class OneContainer(string name) : IBlobContainerFactory
    {
        private BlobContainerClient? _container;

        public BlobContainerClient GetBlobContainerClient(GrainId grainId) => _container!;

        public async Task InitializeAsync(BlobServiceClient client)
        {
            _container = client.GetBlobContainerClient(name);
            await _container.CreateIfNotExistsAsync().ConfigureAwait(false);
        }
    }
}
