using Headroom.Compression.Tokens;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;
using Headroom.Server.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Server.Adapters;

/// <summary>The text model that the configuration names, loaded into this process once, or known to be on the silos; or none.</summary>
internal sealed class OpenTextModel : IAsyncDisposable
{
    private readonly ILoadedTextModel? _loaded;
    private readonly RemoteTextModel? _remote;

    private OpenTextModel(ILoadedTextModel? loaded, RemoteTextModel? remote) => (_loaded, _remote) = (loaded, remote);

    /// <summary>Opens it.</summary>
    /// <exception cref="SettingsException">It is not there, or not what its digests say.</exception>
    public static async Task<OpenTextModel> OpenAsync(AdapterCatalog catalog, ServerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (settings.TextModel is not { } choice)
        {
            return new OpenTextModel(null, null);
        }

        try
        {
            InstalledTextModel installed = InstalledTextModel.Open(Path.GetFullPath(choice.Folder));
            return choice.IsRemote
                ? new OpenTextModel(null, new RemoteTextModel(installed.Description.Id, choice.Options))
                : new OpenTextModel(await catalog.TextModels("TextModel:Folder").LoadAsync(installed, choice.Options, time, cancellationToken).ConfigureAwait(false), null);
        }
        catch (TextModelException refused)
        {
            throw new SettingsException($"TextModel:Folder: {refused.Message}", refused);
        }
    }

    /// <summary>Gives models the counters that the configuration names.</summary>
    /// <exception cref="SettingsException">A file cannot be used.</exception>
    public static void GiveCounters(AdapterCatalog catalog, ServerSettings settings)
    {
        foreach ((string prefix, string path) in settings.Tokenizers)
        {
            string setting = $"Headroom:Tokenizers:{prefix}";
            try
            {
                TokenCounters.Give(prefix, catalog.TextModels(setting).LoadCounter(prefix, Path.GetFullPath(path)));
            }
            catch (TextModelException refused)
            {
                throw new SettingsException($"{setting}: {refused.Message}", refused);
            }
        }
    }

    /// <summary>Adds it to a process, for its own requests and for those of others.</summary>
    public void AddTo(IServiceCollection services)
    {
        if (_loaded is not null)
        {
            services.AddSingleton(_loaded).AddSingleton<ITextModel>(_loaded);
        }
        else if (_remote is not null)
        {
            services.AddSingleton(_remote);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _loaded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
