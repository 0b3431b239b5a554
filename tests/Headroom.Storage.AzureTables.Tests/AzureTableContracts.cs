using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Testing.Servers;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureTables.Tests;

public sealed class AzureTableRecordStoreTests(SharedTables tables) : RecordStoreContract, IClassFixture<SharedTables>, IAsyncLifetime
{
    private AzureTableStores? _stores;

    protected override IRecordStore Store => _stores!.Records;

    public async Task InitializeAsync() => _stores = await tables.OpenAsync();

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
    [InlineData(900_000)]
    public async Task A_record_comes_back_whole_whatever_its_size(int length)
    {
        RecordKey key = new(Acme, "usage", $"of {length}");
        byte[] value = Noise(length, seed: 3);
        StoredRecord created = await Store.CreateAsync(key, value, None);
        Assert.True((await Store.GetAsync(key, None))!.Value.Span.SequenceEqual(value));
        Assert.NotNull(await Store.UpdateAsync(key, value.AsMemory(0, length / 2), created.ETag, None));
        Assert.Equal(length / 2, (await Store.GetAsync(key, None))!.Value.Length);
    }
}

/// <summary>One server for all tests that leave it alone; each test has a table of its own.</summary>
public sealed class SharedTables : IAsyncLifetime
{
    private readonly AzuriteTableServer _server = new();
    private int _tables;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    internal Task<AzureTableStores> OpenAsync() => AzureTableStores.OpenAsync(
        new AzureTableStoreOptions
        {
            ConnectionString = _server.ConnectionString, Table = $"Test{Interlocked.Increment(ref _tables)}", OperationTimeout = TimeSpan.FromSeconds(60),
        },
        TimeProvider.System, CancellationToken.None);
}
