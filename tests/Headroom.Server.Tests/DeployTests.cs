using System.Globalization;
using System.Net;
using Headroom.Context.Clusters;
using Headroom.Context.Ports;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;
using Headroom.Server.Adapters;
using Headroom.Server.Settings;
using Headroom.Testing.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Server.Tests;

/// <summary>What the files under <c>deploy</c> say of a server is so.</summary>
public sealed class DeployTests
{
    public static TheoryData<string, string> Settings
    {
        get
        {
            TheoryData<string, string> named = [];
            foreach ((string file, string setting) in DeployFiles.Settings.Distinct())
            {
                named.Add(file, setting);
            }

            return named;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_that_is_named_is_one(string file, string setting)
    {
        string[] parts = setting.Split(':');
        string? adapter = parts is ["Storage", _, _] ? parts[1] : null;
        Dictionary<string, string?> values = new() { [setting] = "" };
        if (adapter is not null)
        {
            values["Storage:Content"] = adapter;
        }

        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out IReadOnlyList<string> errors);
        Assert.DoesNotContain(errors, error => error.Contains(" is no setting", StringComparison.Ordinal));
        foreach (IStorageAdapter storage in adapter is null ? [] : new[] { StoragePorts.Contents, StoragePorts.Records }.Select(port => Find(adapter, port)).OfType<IStorageAdapter>())
        {
            // None of them opens without a value for what it requires, and each looks at the names first.
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() =>
                storage.OpenAsync(new Dictionary<string, string> { [parts[2]] = "" }, new RetentionOptions(), TimeProvider.System, default));
            Assert.False(refused.Message.Contains("has no setting", StringComparison.Ordinal), $"{file}: {refused.Message}");
        }
    }

    [Fact]
    public void The_roles_images_and_the_chart_set_all_that_a_cluster_needs()
    {
        foreach (string file in new[] { "compose/compose.yaml", "helm/headroom/templates/_helpers.tpl" })
        {
            string[] named = [.. DeployFiles.Settings.Where(setting => setting.File == file).Select(setting => setting.Setting)];
            Assert.Superset(
                new HashSet<string> { "Cluster:Kind", "Cluster:ConnectionString", "Cluster:Id", "Storage:Content", "Storage:Ledger", "Storage:Records", "Storage:redis:ConnectionString" },
                new HashSet<string>(named));
        }
    }

    [Fact]
    public void A_providers_key_that_is_named_is_one_that_a_gateway_looks_for()
    {
        string[] known = [.. Enum.GetNames<Provider>().Select(name => $"HEADROOM_{name.ToUpperInvariant()}_API_KEY")];
        (string File, string Value)[] named = [.. DeployFiles.Captured("(HEADROOM_[A-Z]+_API_KEY)")];
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name.Value, known));
    }

    [Fact]
    public void A_health_check_asks_a_route_that_there_is()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.ListenOn(new IPEndPoint(IPAddress.Loopback, 0), new GatewayOptions());
        builder.Services.AddSingleton<IContentStore>(new MemoryContentStore()).AddSingleton(TimeProvider.System).AddHeadroomHealth(new GatewayOptions());
        using IDisposable app = (IDisposable)Map(builder.Build(), out string[] routes);
        (string File, string Value)[] asked = [.. DeployFiles.Captured("(?:httpGet: \\{ path: |health_uri )(/[a-z]+)")];
        Assert.Equal(["compose/Caddyfile", "helm/headroom/templates/_helpers.tpl"], asked.Select(check => check.File).Distinct().Order());
        Assert.All(asked, check => Assert.Contains(check.Value, routes));
        Assert.Equal("/readyz", DeployFiles.Captured("health_uri (/[a-z]+)").Single().Value);
    }

    [Fact]
    public void A_port_that_is_named_is_the_one_that_is_listened_on()
    {
        ClusterSettings cluster = new();
        int requests = SettingsReader.Read(new ConfigurationBuilder().Build(), out _).Listen.Port;
        Assert.Equal([requests, cluster.SiloPort, cluster.GatewayPort], Ports("^EXPOSE ([0-9 ]+)$"));
        Assert.Equal([requests, cluster.SiloPort, cluster.GatewayPort], Ports("containerPort: ([0-9]+)"));
        Assert.All(DeployFiles.Captured("Headroom__Listen(?:, value: \"|=|: \"?)0\\.0\\.0\\.0:([0-9]+)"), listen => Assert.Equal(requests, Number(listen.Value)));
        Assert.All(DeployFiles.Captured("gateway-[12]:([0-9]+)"), upstream => Assert.Equal(requests, Number(upstream.Value)));
    }

    [Fact]
    public void A_container_is_not_killed_before_it_has_drained()
    {
        string compose = DeployFiles.All["compose/compose.yaml"];
        TimeSpan Setting(string name) => TimeSpan.Parse(DeployFiles.Captured($"Headroom__{name}: \"([0-9:]+)\"").Single(value => value.File == "compose/compose.yaml").Value, CultureInfo.InvariantCulture);
        int grace = Number(DeployFiles.Captured("stop_grace_period: ([0-9]+)s").Single().Value);
        Assert.True(TimeSpan.FromSeconds(grace) > Setting("DrainDelay") + Setting("DrainTimeout"), compose);
        Assert.Equal(2, DeployFiles.Captured("terminationGracePeriodSeconds: \\{\\{ add \\.Values\\.drainDelaySeconds \\.Values\\.drainTimeoutSeconds ([1-9][0-9]) \\}\\}").Count());
    }

    [Fact]
    public void Containers_run_as_one_user_that_is_not_root_on_a_root_that_is_read_only()
    {
        string user = DeployFiles.Captured("^USER ([0-9]+)$").Single().Value;
        Assert.NotEqual("0", user);
        Assert.All(DeployFiles.Captured("(?:runAsUser|fsGroup): ([0-9]+)"), run => Assert.Equal(user, run.Value));
        Assert.Contains("readOnlyRootFilesystem: true", DeployFiles.All["helm/headroom/templates/_helpers.tpl"], StringComparison.Ordinal);
        Assert.Contains("runAsNonRoot: true", DeployFiles.All["helm/headroom/templates/_helpers.tpl"], StringComparison.Ordinal);
        Assert.Contains("read_only: true", DeployFiles.All["compose/compose.yaml"], StringComparison.Ordinal);
    }

    private static WebApplication Map(WebApplication app, out string[] routes)
    {
        app.MapHeadroomHealth();
        routes = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!)];
        return app;
    }

    /// <summary>A storage; <c>null</c> where this build has left it out.</summary>
    private static IStorageAdapter? Find(string name, StoragePorts ports)
    {
        try
        {
            return AdapterCatalog.OfThisProcess().Storage(name, ports, "Storage");
        }
        catch (SettingsException)
        {
            return null;
        }
    }

    private static int[] Ports(string pattern) =>
        [.. DeployFiles.Captured(pattern).SelectMany(match => match.Value.Split(' ')).Select(Number).Distinct().Order()];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
