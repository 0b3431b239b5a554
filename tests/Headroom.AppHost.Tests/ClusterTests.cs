using Aspire.Hosting.ApplicationModel;
using Headroom.Gateway.Access;

namespace Headroom.AppHost.Tests;

/// <summary>What <c>dotnet run --project aspire/Headroom.AppHost</c> starts, over containers and over installed programs.</summary>
public sealed class ClusterTests
{
    private const string RedisAddress = "{redis.bindings.tcp.host}:{redis.bindings.tcp.port}";

    public static TheoryData<string> Servers => ["containers", "programs"];

    [Theory]
    [MemberData(nameof(Servers))]
    public void It_is_three_silos_and_two_gateways_over_Redis_and_Azurite(string servers)
    {
        using ClusterModel cluster = new(servers);
        Assert.Equal(
            ["azurite", "gateway-1", "gateway-2", "redis", "silo-1", "silo-2", "silo-3"],
            cluster.Running.Select(resource => resource.Name).Order());
        Assert.All([cluster["redis"], cluster["azurite"]], store => Assert.IsAssignableFrom(servers == "containers" ? typeof(ContainerResource) : typeof(ExecutableResource), store));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Every_server_keeps_contents_in_Azurite_and_ledgers_and_records_in_Redis(string servers)
    {
        using ClusterModel cluster = new(servers);
        foreach (ProjectResource server in cluster.Silos.Concat(cluster.Gateways))
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(server);
            Assert.Equal(("redis", "azure-blobs", "redis", "redis"), (environment["Storage__Content"], environment["Storage__LargeContent"], environment["Storage__Ledger"], environment["Storage__Records"]));
            Assert.Equal(RedisAddress, environment["Storage__redis__ConnectionString"]);
            Assert.Contains("BlobEndpoint=http://{azurite.bindings.blob.host}:{azurite.bindings.blob.port}/devstoreaccount1;", environment["Storage__azure-blobs__ConnectionString"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task All_servers_find_each_other_in_Redis_under_one_name(string servers)
    {
        using ClusterModel cluster = new(servers);
        HashSet<string> names = [];
        foreach (ProjectResource server in cluster.Silos.Concat(cluster.Gateways))
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(server);
            Assert.Equal(("redis", RedisAddress), (environment["Cluster__Kind"], environment["Cluster__ConnectionString"]));
            names.Add(environment["Cluster__Id"]);
        }

        Assert.Single(names);
    }

    [Fact]
    public async Task A_silo_has_ports_of_its_own_and_no_key_and_a_gateway_has_the_key_and_takes_requests()
    {
        using ClusterModel cluster = new("programs");
        foreach (ProjectResource silo in cluster.Silos)
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(silo);
            Assert.Equal("silo", environment["Headroom__Roles"]);
            Assert.Equal($"127.0.0.1:{{{silo.Name}.bindings.http.targetPort}}", environment["Headroom__Listen"]);
            Assert.Equal($"{{{silo.Name}.bindings.silo.targetPort}}", environment["Cluster__SiloPort"]);
            Assert.Equal($"{{{silo.Name}.bindings.grains.targetPort}}", environment["Cluster__GatewayPort"]);
            Assert.DoesNotContain("Headroom__Keys", environment.Keys);
        }

        Assert.Equal([18787, 18788], cluster.Gateways.Select(gateway => gateway.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "http").Port));
        foreach (ProjectResource gateway in cluster.Gateways)
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(gateway);
            Assert.Equal("gateway", environment["Headroom__Roles"]);
            Assert.Equal("dev", Assert.Single(AccessKeyFile.Read(environment["Headroom__Keys"])).Id);
        }
    }

    [Fact]
    public async Task Addresses_of_providers_and_the_key_are_parameters()
    {
        using ClusterModel cluster = new("programs", "--Parameters:anthropic-url=http://127.0.0.1:9100", "--Parameters:headroom-key=hr_mine_secret");
        foreach (ProjectResource gateway in cluster.Gateways)
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(gateway);
            Assert.Equal("{anthropic-url.value}", environment["Headroom__Upstreams__Anthropic"]);
            Assert.Equal("{openai-url.value}", environment["Headroom__Upstreams__OpenAI"]);
            Assert.Equal("{gemini-url.value}", environment["Headroom__Upstreams__Gemini"]);
            Assert.NotNull(new AccessKeys(AccessKeyFile.Read(environment["Headroom__Keys"])).Find("hr_mine_secret", DateTimeOffset.UnixEpoch));
        }

        Assert.Equal("http://127.0.0.1:9100", await ((ParameterResource)cluster["anthropic-url"]).GetValueAsync(default));
        Assert.Equal("https://api.openai.com", await ((ParameterResource)cluster["openai-url"]).GetValueAsync(default));
        Assert.True(((ParameterResource)cluster["headroom-key"]).Secret);
    }

    [Fact]
    public async Task Traces_have_no_health_checks_and_no_queries_in_them()
    {
        using ClusterModel cluster = new("programs");
        foreach (ProjectResource server in cluster.Silos.Concat(cluster.Gateways))
        {
            Dictionary<string, string> environment = await ClusterModel.EnvironmentAsync(server);
            Assert.Equal("parentbased_always_on", environment["OTEL_TRACES_SAMPLER"]);
            Assert.Equal("false", environment["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"]);
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Nothing_starts_before_what_it_stands_on_is_well(string servers)
    {
        using ClusterModel cluster = new(servers);
        Assert.All(cluster.Silos, silo => Assert.Equal(["azurite", "redis"], ClusterModel.WaitsOf(silo)));
        Assert.All(cluster.Gateways, gateway => Assert.Equal(["azurite", "redis", "silo-1", "silo-2", "silo-3"], ClusterModel.WaitsOf(gateway)));
        Assert.All(cluster.Running, resource => Assert.True(ClusterModel.IsAskedHowItIs(resource), resource.Name));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Redis_keeps_what_it_acknowledges(string servers)
    {
        using ClusterModel cluster = new(servers);
        string arguments = string.Join(' ', await ClusterModel.ArgumentsAsync(cluster["redis"]));
        Assert.EndsWith("--appendonly yes --appendfsync always --maxmemory-policy noeviction", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installed_Azurite_is_told_its_port_behind_what_starts_it()
    {
        using ClusterModel cluster = new("programs");
        string[] arguments = await ClusterModel.ArgumentsAsync(cluster["azurite"]);
        Assert.Equal(["--yes", "azurite-blob", "--blobHost", "127.0.0.1", "--blobPort", "{azurite.bindings.blob.targetPort}"], arguments[..6]);
        Assert.Equal("/opt/npx", ((ExecutableResource)cluster["azurite"]).Command);
    }
}
