using System.Reflection;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Sqlite.Tests;

public sealed class SqliteAdapterTests : IAsyncLifetime
{
    private readonly DataDirectory _data = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task Configuration_finds_the_adapter_by_its_name_and_opens_the_named_directory()
    {
        await using (IOpenStorage storage = await OpenAsync(new() { ["directory"] = _data.Path }))
            await storage.Contents!.PutAsync(Acme, [Content("by configuration")], None);
        Assert.Equal("by configuration", (await _data.Open().Contents.GetAsync(new(Acme, Content("by configuration").Hash), None)).Text());
    }

    [Fact]
    public async Task A_misspelt_setting_is_refused_rather_than_left_at_its_default()
    {
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(new() { ["Directory"] = _data.Path, ["Filename1"] = "x" }));
        Assert.Contains("'Filename1'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Directory, FileName", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IOpenStorage> OpenAsync(Dictionary<string, string> settings)
    {
        StorageAdapterAttribute named = typeof(SqliteStores).Assembly.GetCustomAttributes<StorageAdapterAttribute>().Single(adapter => adapter.Name == "sqlite");
        return ((IStorageAdapter)Activator.CreateInstance(named.Adapter)!).OpenAsync(settings, new RetentionOptions(), TimeProvider.System, None);
    }
}
