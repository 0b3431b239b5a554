using System.Reflection;
using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Server.Adapters;
using Headroom.Server.Settings;
using Headroom.Server.Tests;
using Headroom.Testing.Memory;
using Microsoft.Extensions.Configuration;

[assembly: StorageAdapter("memory", typeof(FindingAdapters.MemoryAdapter))]
[assembly: StorageAdapter("memory-too", typeof(FindingAdapters.MemoryTooAdapter))]
[assembly: StorageAdapter("two-in-one", typeof(FindingAdapters.MemoryAdapter), Ports = StoragePorts.Contents)]
[assembly: StorageAdapter("two-in-one", typeof(FindingAdapters.RecordsAdapter), Ports = StoragePorts.Records)]
[assembly: StorageAdapter("ledger-only", typeof(FindingAdapters.LedgerAdapter))]
[assembly: StorageAdapter("broken", typeof(FindingAdapters.BrokenAdapter))]

namespace Headroom.Server.Tests;

public sealed class FindingAdapters
{
    private static readonly AdapterCatalog Catalog = new([Assembly.GetExecutingAssembly()]);

    [Fact]
    public async Task Storage_is_found_by_its_name_and_opened_once_for_all_its_ports()
    {
        MemoryAdapter.Opened = 0;
        await using (OpenStores stores = await OpenAsync("Storage:Content=memory", "Storage:Ledger=memory", "Storage:Records=memory"))
        {
            Assert.NotNull(stores.Contents);
            Assert.NotNull(stores.Ledgers);
            Assert.NotNull(stores.Records);
            Assert.Equal(["memory: forgets all when it ends"], stores.Warnings);
        }

        Assert.Equal((1, 1), (MemoryAdapter.Opened, MemoryAdapter.Closed));
    }

    [Fact]
    public async Task Two_storages_of_one_name_are_each_opened_for_what_they_keep()
    {
        await using OpenStores stores = await OpenAsync("Storage:Content=two-in-one", "Storage:Ledger=ledger-only", "Storage:Records=two-in-one");
        Assert.Equal((MemoryAdapter.Last!.Contents, RecordsAdapter.Last!.Records), (stores.Contents, stores.Records));
        SettingsException wrong = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("Storage:Content=memory", "Storage:Ledger=two-in-one", "Storage:Records=memory"));
        Assert.Equal("Storage:Ledger=two-in-one: that storage keeps no such thing.", wrong.Message);
    }

    [Fact]
    public async Task Contents_go_by_their_length_to_the_storage_that_is_named_for_it()
    {
        await using OpenStores stores = await OpenAsync(
            "Storage:Content=memory", "Storage:LargeContent=memory-too", "Storage:LargeContentOver=10", "Storage:Ledger=memory", "Storage:Records=memory");
        await stores.Contents.PutAsync(Given.Acme, [Given.Content("0123456789"), Given.Content("0123456789+")], default);
        ContentTotals shorter = await MemoryAdapter.Last!.Contents!.TotalsAsync(Given.Acme, default), longer = await MemoryTooAdapter.Last!.Contents!.TotalsAsync(Given.Acme, default);
        Assert.Equal((10, 11), (shorter.Bytes, longer.Bytes));
    }

    [Theory]
    [InlineData("Storage:LargeContent=tape", "Storage:LargeContent=tape: this build has no such storage; it has broken, ledger-only, memory, memory-too, two-in-one.")]
    [InlineData("Storage:LargeContent=ledger-only", "Storage:LargeContent=ledger-only: that storage keeps no such thing.")]
    public async Task A_storage_of_long_contents_that_is_none_ends_the_start_with_a_line(string setting, string message)
    {
        SettingsException wrong = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("Storage:Content=memory", setting, "Storage:Ledger=memory", "Storage:Records=memory"));
        Assert.Equal(message, wrong.Message);
    }

    [Theory]
    [InlineData("Storage:Content=tape", "Storage:Content=tape: this build has no such storage; it has broken, ledger-only, memory, memory-too, two-in-one.")]
    [InlineData("Storage:Content=ledger-only", "Storage:Content=ledger-only: that storage keeps no such thing.")]
    [InlineData("Storage:Content=broken", "Storage:Content=broken: cannot be reached")]
    public async Task What_cannot_be_opened_ends_the_start_with_a_line(string setting, string message)
    {
        SettingsException wrong = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync(setting, "Storage:Ledger=memory", "Storage:Records=memory"));
        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public void A_role_that_a_build_left_out_ends_the_start_with_a_line() =>
        Assert.Equal("Headroom:Roles=silo: this build does not have that role; it has none.", Assert.Throws<SettingsException>(() => Catalog.Role("silo")).Message);

    [Fact]
    public void A_membership_that_a_build_left_out_ends_the_start_with_a_line() => Assert.Equal(
        "Cluster:Kind=redis: this build has no such kind besides localhost; it has none.", Assert.Throws<SettingsException>(() => Catalog.Membership("redis")).Message);

    [Fact]
    public async Task A_text_model_that_is_not_there_ends_the_start_with_a_line()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("TextModel:Folder", (string?)"/nowhere/m")]).Build();
        SettingsException wrong = await Assert.ThrowsAsync<SettingsException>(() => OpenTextModel.OpenAsync(Catalog, SettingsReader.Read(configuration, out _), TimeProvider.System, default));
        Assert.StartsWith("TextModel:Folder: /nowhere/m holds no model", wrong.Message, StringComparison.Ordinal);
        Assert.StartsWith("TextModel:Folder: this build has nothing", Assert.Throws<SettingsException>(() => Catalog.TextModels("TextModel:Folder")).Message, StringComparison.Ordinal);
    }

    private static Task<OpenStores> OpenAsync(params string[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Split('=')[0], (string?)setting.Split('=')[1]))).Build();
        return OpenStores.OpenAsync(Catalog, SettingsReader.Read(configuration, out _), TimeProvider.System, default);
    }

    public sealed class MemoryAdapter : IStorageAdapter
    {
        public static int Opened { get; set; }

        public static int Closed { get; private set; }

        public Task<IOpenStorage> OpenAsync(IReadOnlyDictionary<string, string> settings, RetentionOptions retention, TimeProvider timeProvider, CancellationToken cancellationToken)
        {
            (Opened, Closed) = (Opened + 1, 0);
            return Task.FromResult<IOpenStorage>(Last = new Storage(new MemoryContentStore(), new MemoryRecordStore(), () => Closed++));
        }

        public static IOpenStorage? Last { get; private set; }
    }

    public sealed class MemoryTooAdapter : IStorageAdapter
    {
        public static IOpenStorage? Last { get; private set; }

        public Task<IOpenStorage> OpenAsync(IReadOnlyDictionary<string, string> settings, RetentionOptions retention, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            Task.FromResult<IOpenStorage>(Last = new Storage(new MemoryContentStore(), null, () => { }));
    }

    public sealed class RecordsAdapter : IStorageAdapter
    {
        public static IOpenStorage? Last { get; private set; }

        public Task<IOpenStorage> OpenAsync(IReadOnlyDictionary<string, string> settings, RetentionOptions retention, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            Task.FromResult<IOpenStorage>(Last = new Storage(null, new MemoryRecordStore(), () => { }));
    }

    public sealed class LedgerAdapter : IStorageAdapter
    {
        public Task<IOpenStorage> OpenAsync(IReadOnlyDictionary<string, string> settings, RetentionOptions retention, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            Task.FromResult<IOpenStorage>(new Storage(null, null, () => { }));
    }

    public sealed class BrokenAdapter : IStorageAdapter
    {
        public Task<IOpenStorage> OpenAsync(IReadOnlyDictionary<string, string> settings, RetentionOptions retention, TimeProvider timeProvider, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("cannot be reached\nand more");
    }

    private sealed record Storage(IContentStore? Contents, IRecordStore? Records, Action OnClosed) : IOpenStorage
    {
        public ILedgerStore? Ledgers { get; } = new MemoryLedgerStore();

        public IReadOnlyList<string> Warnings => ["forgets all when it ends"];

        public ValueTask DisposeAsync()
        {
            OnClosed();
            return ValueTask.CompletedTask;
        }
    }
}
