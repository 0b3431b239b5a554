using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Servers;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureTables.Tests;

public sealed class FaultTests
{
    private static readonly RecordKey Key = new(Acme, "agent", "claude");

    [Fact]
    public async Task A_service_that_is_away_fails_each_operation()
    {
        await using AzuriteTableServer server = new();
        await server.StartAsync();
        await using AzureTableStores stores = await OpenAsync(server, TimeSpan.FromSeconds(30));
        StoredRecord created = await stores.Records.CreateAsync(Key, "one"u8.ToArray(), None);
        await server.StopAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(Key, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.UpdateAsync(Key, "two"u8.ToArray(), created.ETag, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.CreateAsync(Key with { Name = "new" }, "new"u8.ToArray(), None));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up_after_the_deadline()
    {
        await using AzuriteTableServer server = new();
        await server.StartAsync();
        await using AzureTableStores stores = await OpenAsync(server, TimeSpan.FromSeconds(3));
        await server.FreezeAsync();
        StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(Key, None));
        Assert.Contains("3000 ms", failure.Message, StringComparison.Ordinal);
        await server.ThawAsync();
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_refused_at_start()
    {
        await using AzuriteTableServer server = new();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(server, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_a_wrong_setting()
    {
        IStorageAdapter adapter = new AzureTablesAdapter();
        await Assert.ThrowsAsync<ArgumentException>(() => adapter.OpenAsync(
            new Dictionary<string, string> { ["ConnectionString"] = "nonsense" }, new RetentionOptions(), TimeProvider.System, None));
    }

    private static Task<AzureTableStores> OpenAsync(AzuriteTableServer server, TimeSpan timeout) => AzureTableStores.OpenAsync(
        new AzureTableStoreOptions { ConnectionString = server.ConnectionString, OperationTimeout = timeout }, TimeProvider.System, None);
}
