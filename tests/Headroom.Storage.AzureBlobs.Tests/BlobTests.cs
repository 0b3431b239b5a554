using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Time;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureBlobs.Tests;

/// <summary>What stands in the container, and what becomes of it behind the store's back.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class BlobTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RetentionOptions _retention = new() { QuotaBytes = 64 * 1024 };
    private readonly StoredContent _content = Content("original " + new string('x', 500));
    private readonly SharedAzurite _azurite;
    private readonly string _name;
    private readonly BlobContainerClient _container;
    private AzureBlobStores? _stores;

    public BlobTests(SharedAzurite azurite)
    {
        _azurite = azurite;
        _name = azurite.NewContainer();
        _container = azurite.Direct(_name);
    }

    public async Task InitializeAsync() => _stores = await _azurite.OpenAsync(_name, _clock, _retention);

    public async Task DisposeAsync() => await _stores!.DisposeAsync();

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("acme corp #1?", "acme%20corp%20%231%3F")]
    [InlineData("..", "%2E%2E")]
    public async Task A_blob_is_named_after_its_tenant_and_hash_whatever_the_tenant_is_called(string name, string folder)
    {
        TenantId tenant = new(name);
        await _stores!.Contents.PutAsync(tenant, [_content], None);
        string[] names = [.. (await ListAsync()).Select(blob => blob.Name)];
        Assert.Equal([$"{folder}/c/{_content.Hash}", $"{folder}/m/{_content.Marker}"], names);
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(new(tenant, _content.Hash), None));
    }

    [Fact]
    public async Task Damaged_bytes_are_never_served_and_the_next_put_heals_them()
    {
        ChunkKey key = new(Acme, _content.Hash);
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        BlobClient blob = _container.GetBlobClient($"acme/c/{_content.Hash}");
        IDictionary<string, string> metadata = (await blob.GetPropertiesAsync()).Value.Metadata;
        await blob.UploadAsync(BinaryData.FromString("damage"), new BlobUploadOptions { Metadata = metadata });
        Assert.IsType<ContentLookup.Damaged>(await _stores.Contents.GetAsync(key, None));
        Assert.IsType<ContentLookup.Damaged>(await _stores.Contents.GetRangeAsync(key, 0, 4, None));
        Assert.Equal([key.Hash], await _stores.Contents.RenewAsync(Acme, [key.Hash], None));
        await _stores.Contents.PutAsync(Acme, [_content], None);
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(key, None));
    }

    [Fact]
    public async Task A_marker_that_was_lost_is_back_with_the_next_renewal()
    {
        await _stores!.Contents.PutAsync(Acme, [_content], None);
        await _container.DeleteBlobAsync($"acme/m/{_content.Marker}");
        _clock.Advance(_retention.TimeToLive / 2);
        Assert.Empty(await _stores.Contents.RenewAsync(Acme, [_content.Hash], None));
        Assert.IsType<MarkerLookup.Found>(await _stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));
    }

    [Fact]
    public async Task What_has_expired_gives_its_room_back_keeps_a_trace_and_is_forgotten_with_its_markers_later()
    {
        await _stores!.Contents.PutAsync(Acme, [Content(Noise(40_000, seed: 1)), _content], None);
        _clock.Advance(_retention.TimeToLive);
        await _stores.Contents.PutAsync(Acme, [Content(Noise(40_000, seed: 2))], None);
        Assert.Equal(0, (await ListAsync()).Single(blob => blob.Name.EndsWith(_content.Hash.ToString(), StringComparison.Ordinal)).Properties.ContentLength);
        Assert.IsType<ContentLookup.Expired>(await _stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.IsType<MarkerLookup.Expired>(await _stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));

        _clock.Advance(TimeSpan.FromDays(31));
        await _stores.Contents.PutAsync(Acme, [Content("much later")], None);
        Assert.IsType<ContentLookup.Unknown>(await _stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.DoesNotContain(await ListAsync(), blob => blob.Name.EndsWith(_content.Marker!.Value.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_node_renewed_since_the_last_look_is_not_evicted()
    {
        StoredContent shown = Content(Noise(40_000, seed: 3)), arriving = Content(Noise(40_000, seed: 4));
        await using AzureBlobStores other = await _azurite.OpenAsync(_name, _clock, _retention);
        await _stores!.Contents.PutAsync(Acme, [shown], None);
        _clock.Advance(_retention.ActiveFor * 2);
        await _stores.Contents.PutAsync(Acme, [Content("makes this node look")], None);
        await other.Contents.RenewAsync(Acme, [shown.Hash], None);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _stores.Contents.PutAsync(Acme, [arriving], None));
        Assert.IsType<ContentLookup.Found>(await _stores.Contents.GetAsync(new(Acme, shown.Hash), None));
    }

    [Fact]
    public async Task A_large_content_comes_back_whole_and_by_range()
    {
        await using AzureBlobStores roomy = await _azurite.OpenAsync(_name);
        StoredContent large = Content(Noise(6_000_000, seed: 5));
        await roomy.Contents.PutAsync(Acme, [large], None);
        var whole = Assert.IsType<ContentLookup.Found>(await roomy.Contents.GetAsync(new(Acme, large.Hash), None));
        Assert.True(whole.Bytes.Span.SequenceEqual(large.Bytes.Span));
        var part = Assert.IsType<ContentLookup.Found>(await roomy.Contents.GetRangeAsync(new(Acme, large.Hash), 5_999_990, 100, None));
        Assert.True(part.Bytes.Span.SequenceEqual(large.Bytes.Span[5_999_990..]));
    }

    private async Task<List<BlobItem>> ListAsync()
    {
        List<BlobItem> blobs = [];
        await foreach (BlobItem blob in _container.GetBlobsAsync())
            blobs.Add(blob);
        return blobs;
    }
}
