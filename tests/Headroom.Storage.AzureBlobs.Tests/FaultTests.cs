using System.Diagnostics;
using Headroom.Context.Ports;
using Headroom.Testing.Servers;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.AzureBlobs.Tests;

public sealed class FaultTests
{
    private readonly StoredContent _content = Content("original " + new string('x', 500));

    [Fact]
    public async Task A_service_that_is_away_fails_each_operation_and_has_everything_when_it_is_back()
    {
        await using AzuriteServer server = new();
        await server.StartAsync();
        await using AzureBlobStores stores = await OpenAsync(server, TimeSpan.FromSeconds(30));
        await stores.Contents.PutAsync(Acme, [_content], None);
        await server.StopAsync(); // Killed, the emulator forgets what the service would not.
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.PutAsync(Acme, [Content("new")], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.RenewAsync(Acme, [_content.Hash], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.ResolveAsync(Acme, _content.Marker!.Value, None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.TotalsAsync(Acme, None));

        await server.StartAsync();
        Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        await stores.Contents.PutAsync(Acme, [Content("new")], None);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up_after_the_deadline()
    {
        await using AzuriteServer server = new();
        await server.StartAsync();
        await using (AzureBlobStores patient = await OpenAsync(server, TimeSpan.FromSeconds(30)))
            await patient.Contents.PutAsync(Acme, [_content], None);
        await using AzureBlobStores stores = await OpenAsync(server, TimeSpan.FromSeconds(2));
        await server.FreezeAsync();
        Stopwatch watch = Stopwatch.StartNew();
        StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => stores.Contents.GetAsync(new(Acme, _content.Hash), None));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(20));
        Assert.Contains("2000 ms", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.Contents.TotalsAsync(Acme, None));

        // Whoever waits for less than that is not kept longer: so do the questions for health.
        using CancellationTokenSource impatient = new(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stores.Contents.TotalsAsync(Acme, impatient.Token));
        await server.ThawAsync();
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_refused_at_start()
    {
        await using AzuriteServer server = new();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync(server, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_a_wrong_setting()
    {
        IStorageAdapter adapter = new AzureBlobsAdapter();
        await Assert.ThrowsAsync<ArgumentException>(() => adapter.OpenAsync(
            new Dictionary<string, string> { ["ConnectionString"] = "nonsense" }, new RetentionOptions(), TimeProvider.System, None));
    }

    private static Task<AzureBlobStores> OpenAsync(AzuriteServer server, TimeSpan timeout) =>
        AzureBlobStores.OpenAsync(
            new AzureBlobStoreOptions { ConnectionString = server.ConnectionString, OperationTimeout = timeout }, TimeProvider.System, None);
}
