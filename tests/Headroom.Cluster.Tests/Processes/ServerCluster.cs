using System.Diagnostics;
using System.Globalization;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.Testing.Servers;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>Silos and gateways as processes on this host, over one data directory, so that they can be killed like processes.</summary>
public sealed class ServerCluster(string dataDirectory, string upstreamUrl, int silos, params string[] settings) : IAsyncDisposable
{
    private readonly (int Silo, int Gateway)[] _ports = [.. Enumerable.Range(0, silos).Select(_ => (FreePort.Take(), FreePort.Take()))];
    private IEnumerable<string> Common => settings.Length > 0 ? settings : ["--Storage:sqlite:Directory", dataDirectory];

    /// <value>Settings that silos alone have.</value>
    public IReadOnlyList<string> OfSilos { get; init; } = [];

    private readonly ProxyProcess?[] _silos = new ProxyProcess?[silos];
    private readonly List<ProxyProcess> _gateways = [];

    public async Task StartSilosAsync()
    {
        for (int silo = 0; silo < _silos.Length; silo++)
        {
            await StartSiloAsync(silo);
        }
    }

    public async Task StartSiloAsync(int silo) => _silos[silo] = await StartAsync(
        ["--Headroom:Roles", "silo", "--Cluster:SiloPort", Text(_ports[silo].Silo), "--Cluster:PrimaryPort", Text(_ports[0].Silo), "--Cluster:GatewayPort", Text(_ports[silo].Gateway), .. OfSilos]);

    public async Task<ProxyProcess> StartGatewayAsync(params string[] more)
    {
        ProxyProcess gateway = await StartAsync(
        [
            "--Headroom:Roles", "gateway", "--Cluster:GatewayPorts", string.Join(',', _ports.Select(port => Text(port.Gateway))),
            .. new[] { "Anthropic", "OpenAI", "Gemini", "Vertex", "Azure", "Bedrock" }.SelectMany(name => new[] { $"--Headroom:Upstreams:{name}", upstreamUrl }),
            "--Headroom:AwsRegion", "eu-west-1",
            .. more,
        ]);
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>Ends a silo as a power cut would.</summary>
    public async Task KillSiloAsync(int silo)
    {
        await _silos[silo]!.KillAsync();
        await _silos[silo]!.DisposeAsync();
        _silos[silo] = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ProxyProcess process in _gateways.Concat(_silos.OfType<ProxyProcess>()))
        {
            await process.DisposeAsync();
        }
    }

    private Task<ProxyProcess> StartAsync(params string[] arguments)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "headroom-server.dll");
        return ProxyProcess.StartAsync(new ProcessStartInfo(
            "dotnet", [dll, "--Headroom:Listen", "127.0.0.1:0", "--Headroom:DrainDelay", "00:00:00", .. Common, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = ProxyProcess.AwsKeyId, ["AWS_SECRET_ACCESS_KEY"] = ProxyProcess.AwsSecret },
        });
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
