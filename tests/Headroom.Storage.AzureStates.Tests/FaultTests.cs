using Headroom.Context.Keys;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureStates.Tests;

public sealed class FaultTests
{
    private static readonly RecordKey Key = new(Acme, "agent", "claude");

    public static TheoryData<string> Services => ["azure-tables", "azure-blobs"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_is_away_fails_each_operation(string service)
    {
        StorageAccount account = StorageAccount.Of(service);
        await using var server = account.Server;
        await server.StartAsync();
        await using AzureStateStores stores = await account.OpenAsync(TimeSpan.FromSeconds(30));
        StoredRecord created = await stores.Records.CreateAsync(Key, "one"u8.ToArray(), None);
        await server.StopAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(Key, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.UpdateAsync(Key, "two"u8.ToArray(), created.ETag, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.CreateAsync(Key with { Name = "new" }, "new"u8.ToArray(), None));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_does_not_answer_is_given_up_after_the_deadline(string service)
    {
        StorageAccount account = StorageAccount.Of(service);
        await using var server = account.Server;
        await server.StartAsync();
        await using AzureStateStores stores = await account.OpenAsync(TimeSpan.FromSeconds(3));
        await server.FreezeAsync();
        StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Records.GetAsync(Key, None));
        Assert.Contains("3000 ms", failure.Message, StringComparison.Ordinal);
        await server.ThawAsync();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_is_not_there_is_refused_at_start(string service)
    {
        StorageAccount account = StorageAccount.Of(service);
        await using var server = account.Server;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => account.OpenAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_setting_that_is_missing_unknown_or_malformed_is_named(string service)
    {
        IStorageAdapter adapter = StorageAccount.Of(service).Adapter;
        Assert.Contains("needs the setting 'ConnectionString'", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Contains($"'{service}' has no setting 'Path'", await RefusalAsync(("ConnectionString", "x"), ("Path", "/")), StringComparison.Ordinal);
        Assert.Contains("connection string", await RefusalAsync(("ConnectionString", "nonsense")), StringComparison.Ordinal);

        async Task<string> RefusalAsync(params (string Name, string Value)[] settings) => (await Assert.ThrowsAsync<ArgumentException>(() => adapter.OpenAsync(
            settings.ToDictionary(setting => setting.Name, setting => setting.Value), new RetentionOptions(), TimeProvider.System, None))).Message;
    }
}
