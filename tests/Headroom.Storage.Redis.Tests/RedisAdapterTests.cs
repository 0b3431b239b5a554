using System.Reflection;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Redis.Tests;

[Collection(RedisCollection.Name)]
public sealed class RedisAdapterTests(SharedRedis redis)
{
    [Fact]
    public async Task Configuration_finds_the_adapter_by_its_name_and_opens_all_three_ports()
    {
        await using IOpenStorage storage = await OpenAsync(new() { ["connectionString"] = redis.NewDatabase(), ["OperationTimeout"] = "00:00:30" });
        await storage.Contents!.PutAsync(Acme, [Content("by configuration")], None);
        await storage.Ledgers!.AppendAsync(Session, [Entry("v", "1")], None);
        Assert.Null(await storage.Records!.GetAsync(new(Acme, "a", "b"), None));
        Assert.Empty(storage.Warnings);
    }

    [Theory]
    [InlineData("ConnectionStrin", "x", "ConnectionStrin")]
    [InlineData("OperationTimeout", "soon", "OperationTimeout")]
    [InlineData("AllowWeakDurability", "perhaps", "AllowWeakDurability")]
    [InlineData("AllowWeakDurability", "true", "needs the setting 'ConnectionString'")]
    public async Task A_setting_that_is_wrong_or_missing_is_named(string name, string value, string named)
    {
        Dictionary<string, string> settings = new() { [name] = value };
        if (!named.StartsWith("needs", StringComparison.Ordinal))
            settings["ConnectionString"] = redis.NewDatabase();
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(settings));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static Task<IOpenStorage> OpenAsync(Dictionary<string, string> settings)
    {
        StorageAdapterAttribute named = typeof(RedisStores).Assembly.GetCustomAttributes<StorageAdapterAttribute>().Single(adapter => adapter.Name == "redis");
        IStorageAdapter adapter = (IStorageAdapter)Activator.CreateInstance(named.Adapter)!;
        return adapter.OpenAsync(settings, new RetentionOptions(), TimeProvider.System, None);
    }
}
