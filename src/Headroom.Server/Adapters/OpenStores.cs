using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Server.Settings;

namespace Headroom.Server.Adapters;

/// <summary>The storage that the configuration names, opened: one connection per adapter, whatever number of ports it serves.</summary>
internal sealed class OpenStores : IAsyncDisposable
{
    private readonly Dictionary<(string Name, Type Adapter), IOpenStorage> _opened = [];

    private OpenStores()
    {
    }

    /// <value>Originals and outputs; two storages as one where the long ones have their own.</value>
    public IContentStore Contents { get; private set; } = null!;

    /// <value>Ledgers of sessions.</value>
    public ILedgerStore Ledgers { get; private set; } = null!;

    /// <value>Small mutable records.</value>
    public IRecordStore Records { get; private set; } = null!;

    /// <value>What an operator should be told.</value>
    public IEnumerable<string> Warnings => _opened.SelectMany(opened => opened.Value.Warnings.Select(warning => $"{opened.Key.Name}: {warning}"));

    /// <summary>Opens it.</summary>
    /// <exception cref="SettingsException">It cannot be opened as configured.</exception>
    public static async Task<OpenStores> OpenAsync(AdapterCatalog catalog, ServerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        OpenStores stores = new();
        try
        {
            stores.Contents = await OpenPort("Content", StoragePorts.Contents, settings.Storage.Content, storage => storage.Contents).ConfigureAwait(false);
            if (settings.Storage.LargeContent is { } name)
            {
                IContentStore large = await OpenPort("LargeContent", StoragePorts.Contents, name, storage => storage.Contents).ConfigureAwait(false);
                stores.Contents = new TieredContentStore(stores.Contents, large, settings.Storage.LargeContentOver);
            }

            stores.Ledgers = await OpenPort("Ledger", StoragePorts.Ledgers, settings.Storage.Ledger, storage => storage.Ledgers).ConfigureAwait(false);
            stores.Records = await OpenPort("Records", StoragePorts.Records, settings.Storage.Records, storage => storage.Records).ConfigureAwait(false);
            return stores;
        }
        catch
        {
            await stores.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<T> OpenPort<T>(string setting, StoragePorts port, string name, Func<IOpenStorage, T?> portOf) where T : class
        {
            IStorageAdapter adapter = catalog.Storage(name, port, $"Storage:{setting}");
            if (!stores._opened.TryGetValue((name, adapter.GetType()), out IOpenStorage? opened))
            {
                try
                {
                    opened = await adapter.OpenAsync(settings.Storage.Settings[name], settings.Retention, time, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is ArgumentException or StoreUnavailableException)
                {
                    throw new SettingsException($"Storage:{setting}={name}: {failure.Message.Split('\n')[0]}", failure);
                }

                stores._opened.Add((name, adapter.GetType()), opened);
            }

            return portOf(opened) ?? throw new SettingsException($"Storage:{setting}={name}: that storage keeps no such thing.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IOpenStorage opened in _opened.Values)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }
    }
}
