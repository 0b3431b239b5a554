using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureStates.Tests;

public sealed class TableRecordStoreTests(TableAccount account) : AzureStateContract(account, largest: 900_000), IClassFixture<TableAccount>;

public sealed class BlobRecordStoreTests(BlobAccount account) : AzureStateContract(account, largest: 6_000_000), IClassFixture<BlobAccount>;

/// <summary>What every record store promises, and what the providers' keys and sizes must not get in the way of.</summary>
public abstract class AzureStateContract(StorageAccount account, int largest) : RecordStoreContract, IAsyncLifetime
{
    private AzureStateStores? _stores;

    protected override IRecordStore Store => _stores!.Records;

    public async Task InitializeAsync() => _stores = await account.OpenAsync();

    public async Task DisposeAsync() => await _stores!.DisposeAsync();

    [Fact]
    public async Task Names_that_differ_in_what_a_key_may_not_hold_are_apart()
    {
        RecordKey key = new(new TenantId("acme"), "context", "web/a_b");
        await Store.CreateAsync(key, "one"u8.ToArray(), None);
        Assert.Null(await Store.GetAsync(key with { Name = "web_a/b" }, None));
        Assert.Null(await Store.GetAsync(key with { Name = "web/a#b" }, None));
        Assert.Null(await Store.GetAsync(new RecordKey(new TenantId("acme_context"), "web", "a_b"), None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    [InlineData(int.MaxValue)]
    public async Task A_record_comes_back_whole_whatever_its_size(int atMost)
    {
        int length = Math.Min(atMost, largest);
        RecordKey key = new(Acme, "usage", $"of {length}");
        byte[] value = Noise(length, seed: 3);
        StoredRecord created = await Store.CreateAsync(key, value, None);
        Assert.True((await Store.GetAsync(key, None))!.Value.Span.SequenceEqual(value));
        Assert.NotNull(await Store.UpdateAsync(key, value.AsMemory(0, length / 2), created.ETag, None));
        Assert.Equal(length / 2, (await Store.GetAsync(key, None))!.Value.Length);
    }

    [Fact]
    public async Task A_version_can_stand_between_quotation_marks_of_a_header()
    {
        StoredRecord created = await Store.CreateAsync(new(Acme, "agent", "header"), "one"u8.ToArray(), None);
        Assert.DoesNotContain('"', created.ETag);
        Assert.NotNull(await Store.UpdateAsync(new(Acme, "agent", "header"), "two"u8.ToArray(), created.ETag, None));
    }
}
