using System.Globalization;
using Headroom.AppHost.Programs;

namespace Headroom.AppHost.Cluster;

/// <summary>The cluster on one machine: Redis, Azurite, three silos, two gateways.</summary>
internal static class HeadroomCluster
{
    private const int Silos = 3, Gateways = 2, FirstGatewayPort = 18787;

    /// <summary>Adds all of it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="source">Where Redis and Azurite come from.</param>
    /// <param name="data">Where programs keep their data, and the key is kept.</param>
    public static void AddTo(IDistributedApplicationBuilder builder, ServerSource source, string data)
    {
        StoreResource redis = RedisResource.Add(builder, source.Redis, Folder(data, "redis"));
        StoreResource azurite = AzuriteResource.Add(builder, source.Azurite, Folder(data, "azurite"));

        // A new name for each run: members of the last one that were killed are not waited for.
        string cluster = "dev-" + DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        IResourceBuilder<ProjectResource>[] silos =
        [
            .. Enumerable.Range(1, Silos).Select(number => AddServer(builder, $"silo-{number}", "silo", cluster, redis, azurite)
                .WithEndpoint(scheme: "tcp", name: "silo", env: "Cluster__SiloPort")
                .WithEndpoint(scheme: "tcp", name: "grains", env: "Cluster__GatewayPort")),
        ];

        DevelopmentKey key = DevelopmentKey.In(data, builder.Configuration["Parameters:headroom-key"]);
        builder.AddParameter("headroom-key", key.Text, secret: true).WithDescription("What clients of the gateways send as X-Headroom-Key.");
        (string Setting, IResourceBuilder<ParameterResource> Url)[] upstreams =
        [
            ("Headroom__Upstreams__Anthropic", AddUpstream(builder, "anthropic-url", "https://api.anthropic.com")),
            ("Headroom__Upstreams__OpenAI", AddUpstream(builder, "openai-url", "https://api.openai.com")),
            ("Headroom__Upstreams__Gemini", AddUpstream(builder, "gemini-url", "https://generativelanguage.googleapis.com")),
        ];
        for (int number = 1; number <= Gateways; number++)
        {
            IResourceBuilder<ProjectResource> gateway = AddServer(builder, $"gateway-{number}", "gateway", cluster, redis, azurite, FirstGatewayPort + number - 1)
                .WithEnvironment("Headroom__Keys", key.KeysFile);
            foreach ((string setting, IResourceBuilder<ParameterResource> url) in upstreams)
            {
                gateway.WithEnvironment(setting, url);
            }

            foreach (IResourceBuilder<ProjectResource> silo in silos)
            {
                gateway.WaitFor(silo);
            }
        }
    }

    private static IResourceBuilder<ProjectResource> AddServer(
        IDistributedApplicationBuilder builder, string name, string role, string cluster, StoreResource redis, StoreResource azurite, int? port = null)
    {
        IResourceBuilder<ProjectResource> server = builder.AddProject<Projects.Headroom_Server>(name, options => options.ExcludeLaunchProfile = options.ExcludeKestrelEndpoints = true)
            .WithHttpEndpoint(port: port, name: "http")
            .WithHttpHealthCheck("/readyz", endpointName: "http");
        EndpointReference http = server.GetEndpoint("http");
        return server
            .WithEnvironment("Headroom__Roles", role)
            .WithEnvironment("Headroom__Listen", ReferenceExpression.Create($"127.0.0.1:{http.Property(EndpointProperty.TargetPort)}"))
            .WithEnvironment("Headroom__DrainDelay", "00:00:00")
            .WithEnvironment("Storage__Content", "redis")
            .WithEnvironment("Storage__LargeContent", "azure-blobs")
            .WithEnvironment("Storage__azure-blobs__ConnectionString", azurite.ConnectionString)
            .WithEnvironment("Storage__Ledger", "redis")
            .WithEnvironment("Storage__Records", "redis")
            .WithEnvironment("Storage__redis__ConnectionString", redis.ConnectionString)
            .WithEnvironment("Cluster__Kind", "redis")
            .WithEnvironment("Cluster__ConnectionString", redis.ConnectionString)
            .WithEnvironment("Cluster__Id", cluster)

            // Aspire asks for every span and whole addresses: health checks would begin traces, and keys in queries stand in them.
            .WithEnvironment("OTEL_TRACES_SAMPLER", "parentbased_always_on")
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "false")
            .WaitFor(redis.Builder)
            .WaitFor(azurite.Builder);
    }

    private static IResourceBuilder<ParameterResource> AddUpstream(IDistributedApplicationBuilder builder, string name, string url) =>
        builder.AddParameter(name, builder.Configuration[$"Parameters:{name}"] ?? url);

    private static string Folder(string data, string name) => Directory.CreateDirectory(Path.Combine(data, name)).FullName;
}
