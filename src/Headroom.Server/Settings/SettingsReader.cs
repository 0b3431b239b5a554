using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Headroom.Compression.Blocks;
using Headroom.Context.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace Headroom.Server.Settings;

/// <summary>Reads the configuration: the sections <c>Headroom</c>, <c>Storage</c>, <c>Cluster</c>, <c>Tenants</c> and <c>TextModel</c>.</summary>
internal static class SettingsReader
{
    private static readonly string[] Roles = ["gateway", "silo"];

    /// <summary>Reads all of it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="errors">What is wrong with it, one line each; empty where nothing is.</param>
    public static ServerSettings Read(IConfiguration configuration, out IReadOnlyList<string> errors)
    {
        List<string> found = [];
        var headroom = new SettingsSection(configuration, "Headroom", found);
        var upstreams = new SettingsSection(configuration, "Headroom:Upstreams", found);
        var storage = new SettingsSection(configuration, "Storage", found);
        var cluster = new SettingsSection(configuration, "Cluster", found);
        var textModel = new SettingsSection(configuration, "TextModel", found);
        headroom.Inside("Upstreams");
        var settings = new ServerSettings
        {
            Roles = headroom.Value<string[]>("Roles", Roles, "some of gateway, silo, separated by commas", TryParseRoles),
            Listen = headroom.Value("Listen", new IPEndPoint(IPAddress.Loopback, 8787), "an IP address with a port, such as 127.0.0.1:8787", IPEndPoint.TryParse!),
            Keys = ReadKeys(headroom, found),
            DrainDelay = headroom.Time("DrainDelay", TimeSpan.FromSeconds(5)),
            Profiles = new ProfileSelection(CompressionProfiles.Named(headroom.Choice("Profile", CompressionProfiles.Balanced.Name, [.. CompressionProfiles.All.Select(profile => profile.Name)]))!),
            Gateway = ReadGateway(headroom, upstreams, found, configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }),
            Retention = storage.Checked(new RetentionOptions
            {
                TimeToLive = storage.Time("TimeToLive", new RetentionOptions().TimeToLive),
                QuotaBytes = storage.Value("QuotaBytes", new RetentionOptions().QuotaBytes, "a number of bytes", TryParseBytes),
            }),
            Storage = ReadStorage(storage, found),
            Tenants = TenantSections.Read(configuration, found),
            Cluster = ReadCluster(cluster, found),
            TextModel = TextModelChoice.Read(textModel),
            Tokenizers = headroom.Inside("Tokenizers"),
        };
        if (settings.IsGateway && !settings.Keys.AreRequired && !IPAddress.IsLoopback(settings.Listen.Address))
        {
            found.Add($"Headroom:Listen={settings.Listen}: an address that others can reach needs keys; name their file with Headroom:Keys, or listen on 127.0.0.1.");
        }

        headroom.RefuseUnknown();
        upstreams.RefuseUnknown();
        storage.RefuseUnknown();
        cluster.RefuseUnknown();
        textModel.RefuseUnknown();
        errors = found;
        return settings;
    }

    private static GatewayOptions ReadGateway(SettingsSection headroom, SettingsSection upstreams, List<string> errors, bool isTraced)
    {
        GatewayOptions defaults = new();
        Dictionary<string, Uri> named = [];
        foreach ((string name, string address) in upstreams.Inside("Named"))
        {
            if (TryParseUrl(address, out Uri? url))
            {
                named[name] = url;
            }
            else
            {
                errors.Add($"Headroom:Upstreams:Named:{name}={address}: not an http or https address.");
            }
        }

        return headroom.Checked(new GatewayOptions
        {
            AnthropicUrl = Url(upstreams, "Anthropic", defaults.AnthropicUrl),
            OpenAIUrl = Url(upstreams, "OpenAI", defaults.OpenAIUrl),
            ChatGptUrl = Url(upstreams, "ChatGpt", defaults.ChatGptUrl),
            GeminiUrl = Url(upstreams, "Gemini", defaults.GeminiUrl),
            VertexUrl = Url(upstreams, "Vertex", defaults.VertexUrl),
            AzureUrl = Url(upstreams, "Azure", defaults.AzureUrl),
            BedrockUrl = Url(upstreams, "Bedrock", defaults.BedrockUrl),
            AwsRegion = headroom.Text("AwsRegion", "") is { Length: > 0 } region ? region : null,
            Upstreams = named,
            IsTraced = isTraced,
            IsStabilizing = headroom.Value("Stabilize", false, "true or false", bool.TryParse),
            MaxUpstreamAttempts = headroom.Value("MaxUpstreamAttempts", defaults.MaxUpstreamAttempts, "a number", int.TryParse),
            IdleTimeout = headroom.Time("IdleTimeout", defaults.IdleTimeout),
            MaxBodyBytes = headroom.Value("MaxBodyBytes", defaults.MaxBodyBytes, "a number of bytes", TryParseBytes),
            IsOptimizing = headroom.Value("Optimize", true, "true or false", bool.TryParse),
            DrainTimeout = headroom.Time("DrainTimeout", defaults.DrainTimeout),
        });
    }

    private static StorageChoice ReadStorage(SettingsSection storage, List<string> errors)
    {
        (string content, string ledger, string records) = (storage.Text("Content", "sqlite"), storage.Text("Ledger", "sqlite"), storage.Text("Records", "sqlite"));
        string? large = storage.Text("LargeContent", "") is { Length: > 0 } named ? named : null;
        int over = storage.Value("LargeContentOver", TieredContentStore.DefaultThreshold, "a number of bytes", TryParseNumber);
        if (large == content)
        {
            errors.Add($"Storage:LargeContent={large} is what Storage:Content names; name another storage, or leave it out.");
        }
        else if (large is null && storage.Text("LargeContentOver", "").Length > 0)
        {
            errors.Add("Storage:LargeContentOver says what goes to Storage:LargeContent, which names no storage.");
        }

        string[] all = [.. new[] { content, ledger, records, large }.OfType<string>().Distinct()];
        return new StorageChoice(content, ledger, records, all.ToDictionary(name => name, storage.Inside)) { LargeContent = large, LargeContentOver = over };
    }

    private static ClusterSettings ReadCluster(SettingsSection cluster, List<string> errors)
    {
        ClusterSettings defaults = new();
        var settings = new ClusterSettings
        {
            Kind = cluster.Text("Kind", defaults.Kind),
            ClusterId = cluster.Text("Id", defaults.ClusterId),
            Address = cluster.Value("Address", defaults.Address, "an IP address", (string text, out IPAddress address) => IPAddress.TryParse(text, out address!)),
            SiloPort = cluster.Port("SiloPort", defaults.SiloPort),
            GatewayPort = cluster.Port("GatewayPort", defaults.GatewayPort),
            PrimaryPort = cluster.Port("PrimaryPort", defaults.PrimaryPort),
            GatewayPorts = cluster.Value("GatewayPorts", defaults.GatewayPorts, "ports separated by commas", TryParsePorts),
            ConnectionString = cluster.Text("ConnectionString", ""),
        };
        if (settings.Kind != ClusterSettings.Localhost && settings.ConnectionString.Length == 0)
        {
            errors.Add($"Cluster:ConnectionString is needed where Cluster:Kind is {settings.Kind}.");
        }

        return settings;
    }

    [return: NotNullIfNotNull(nameof(fallback))]
    private static Uri? Url(SettingsSection upstreams, string key, Uri? fallback) =>
        upstreams.Value(key, fallback, "an http or https address", (string text, out Uri? url) => TryParseUrl(text, out url));

    private static bool TryParseUrl(string text, [NotNullWhen(true)] out Uri? url) => Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";

    private static bool TryParseRoles(string text, out string[] roles)
    {
        roles = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return roles.Length > 0 && roles.All(Roles.Contains);
    }

    private static AccessKeys ReadKeys(SettingsSection headroom, List<string> errors)
    {
        string file = headroom.Text("Keys", "");
        if (file.Length == 0)
        {
            return AccessKeys.None;
        }

        if (!File.Exists(file))
        {
            errors.Add($"Headroom:Keys names {file}, which is not there.");
            return AccessKeys.None;
        }

        try
        {
            return new AccessKeys(AccessKeyFile.Read(file));
        }
        catch (InvalidDataException unreadable)
        {
            errors.Add($"Headroom:Keys: {unreadable.Message}");
            return AccessKeys.None;
        }
    }

    private static bool TryParseBytes(string text, out long bytes) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);

    private static bool TryParseNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryParsePorts(string text, out IReadOnlyList<int> ports)
    {
        int[] read = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(port => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        ports = read;
        return read.All(port => port is > 0 and <= 65_535);
    }
}
