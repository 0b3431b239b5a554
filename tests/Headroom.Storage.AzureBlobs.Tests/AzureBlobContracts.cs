using Headroom.Context.Ports;
using Headroom.Contracts;

namespace Headroom.Storage.AzureBlobs.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class AzureBlobContentStoreTests(SharedAzurite azurite) : ContentStoreContract, IAsyncLifetime
{
    private AzureBlobStores? _stores;

    protected override IContentStore Store => _stores!.Contents;

    public async Task InitializeAsync() => _stores = await azurite.OpenAsync(azurite.NewContainer(), Clock, Retention);

    public async Task DisposeAsync() => await _stores!.DisposeAsync();
}
