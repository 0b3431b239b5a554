using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Headroom.Testing.Servers;

namespace Headroom.Cluster.Tests.Telemetry;

/// <summary>What processes of a cluster tell a collector.</summary>
public sealed class TracingTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private readonly OtlpReceiver _collector = new();
    private readonly int _siloPort = FreePort.Take(), _gatewayPort = FreePort.Take();
    private ScriptedUpstream _upstream = null!;
    private ProxyProcess _silo = null!, _gateway = null!;

    public async Task InitializeAsync()
    {
        _upstream = await ScriptedUpstream.StartAsync();
        _silo = await StartAsync("--Headroom:Roles", "silo", "--Cluster:SiloPort", Text(_siloPort), "--Cluster:PrimaryPort", Text(_siloPort), "--Cluster:GatewayPort", Text(_gatewayPort));
        _gateway = await StartAsync("--Headroom:Roles", "gateway", "--Cluster:GatewayPorts", Text(_gatewayPort), "--Headroom:Upstreams:Anthropic", _upstream.Url);
    }

    [Fact]
    public async Task A_request_is_one_trace_from_the_gateway_over_the_silo_to_the_provider()
    {
        await AskAsync("/v1/messages");
        ReceivedSpan request = await SpanAsync(span => span.Name == "POST /v1/messages");
        Assert.Equal("headroom-gateway", request.Service);
        Assert.Equal("/v1/messages", request.Attributes["url.path"]);

        ReceivedSpan onSilo = await SpanAsync(span => span.Service == "headroom-silo" && span.TraceId == request.TraceId);
        ReceivedSpan call = await SpanAsync(span => span.SpanId == onSilo.ParentId);
        Assert.Equal("headroom-gateway", call.Service);
        Assert.Equal(request.SpanId, call.ParentId);

        ReceivedSpan upstream = await SpanAsync(span => span.TraceId == request.TraceId && span.Attributes.ContainsKey("url.full"));
        Assert.StartsWith(_upstream.Url.TrimEnd('/'), upstream.Attributes["url.full"], StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", _upstream.Requests.Single().Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_in_a_path_and_what_is_no_request_are_in_no_trace()
    {
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Client.GetAsync("/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Client.GetAsync("/health")).StatusCode);
        await AskAsync("/k/hr_alice_0123456789abcdef/v1/messages?key=hr_alice_0123456789abcdef");
        ReceivedSpan request = await SpanAsync(span => span.Name == "POST /v1/messages");
        await SpanAsync(span => span.Service == "headroom-silo" && span.TraceId == request.TraceId);
        ReceivedSpan[] all = await _collector.UntilAsync((spans, _) => spans.ToArray());
        Assert.DoesNotContain(all, span => span.Attributes.Values.Any(value => value.Contains("hr_alice", StringComparison.Ordinal)));
        Assert.DoesNotContain(all, span => span.Attributes.GetValueOrDefault("url.path") is "/readyz" or "/health");
        Assert.All(all, span => Assert.Equal(request.TraceId, span.TraceId));
    }

    [Fact]
    public async Task What_compression_saves_and_how_the_cluster_does_is_among_the_metrics()
    {
        await AskAsync("/v1/messages");
        await _collector.UntilAsync((_, metrics) => metrics.IsSupersetOf(["headroom.gateway.tokens.before", "headroom.gateway.tokens.after", "http.server.request.duration", "orleans-app-requests-latency"]) ? metrics : null);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _silo.DisposeAsync();
        await _upstream.DisposeAsync();
        _collector.Dispose();
        _data.Dispose();
    }

    private Task<ReceivedSpan> SpanAsync(Func<ReceivedSpan, bool> isIt) => _collector.UntilAsync((spans, _) => spans.FirstOrDefault(isIt));

    private async Task AskAsync(string path)
    {
        AgentConversation agent = AgentConversation.For("anthropic");
        agent.Say("Go on.");
        _upstream.NextJson("""{"id":"m","type":"message","role":"assistant","content":[],"usage":{"input_tokens":1,"output_tokens":1}}""");
        using StringContent body = new(agent.Body(isStream: false), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Client.PostAsync(path, body)).StatusCode);
    }

    private Task<ProxyProcess> StartAsync(params string[] arguments) => ProxyProcess.StartAsync(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "headroom-server.dll"), "--Headroom:Listen", "127.0.0.1:0", "--Headroom:DrainDelay", "00:00:00", "--Storage:sqlite:Directory", _data.Path, .. arguments])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        Environment =
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50", ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        },
    });

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
