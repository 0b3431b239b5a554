using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Retrieval;
using Headroom.Context.Tenants;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;
using Headroom.Testing.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Headroom.Mcp.Tests;

/// <summary>The endpoint behind real HTTP, over stores in memory; the tenant of a request stands in a header.</summary>
public sealed class McpGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private McpGateway(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<McpGateway> StartAsync()
    {
        var contents = new MemoryContentStore();
        var secrets = new TenantSecrets(new MemoryRecordStore());
        var compression = new MessageCompression(contents, secrets, new ProfileSelection(CompressionProfiles.Balanced, []));
        var retrieval = new ContentRetrieval(contents, TokenCounters.O200k, new RetrievalOptions());
        var endpoint = new McpEndpoint(tenant => new StoreBackend(contents, secrets, compression, retrieval, tenant));

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(context => endpoint.HandleAsync(context, new TenantId(context.Request.Headers["x-headroom-key"].ToString() is { Length: > 0 } key ? key : "local")));
        await app.StartAsync();
        return new McpGateway(app);
    }

    public Task<McpClient> ConnectAsync(string tenant = "local") => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(Url, "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = new Dictionary<string, string> { ["x-headroom-key"] = tenant },
    }));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Calls as a host makes them.</summary>
internal static class Calls
{
    /// <summary>Services of which one is down.</summary>
    public static string Services { get; } = new JsonArray([.. Enumerable.Range(0, 150).Select(i => new JsonObject
    {
        ["id"] = i, ["name"] = $"service-{i}", ["region"] = "eu-west", ["status"] = i == 77 ? "down: certificate expired" : "up", ["load"] = i * 37 % 100 / 10.0,
    })]).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    public static async Task<string> TextAsync(this McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        CallToolResult result = await client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value));
        Assert.NotEqual(true, result.IsError);
        return result.Content.OfType<TextContentBlock>().Single().Text;
    }

    public static async Task<JsonNode> AnswerAsync(this McpClient client, string tool, params (string Name, object Value)[] arguments) =>
        JsonNode.Parse(await client.TextAsync(tool, arguments))!;

    public static async Task<string> ErrorAsync(this McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        CallToolResult result = await client.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));
        Assert.True(result.IsError);
        return (string)JsonNode.Parse(result.Content.OfType<TextContentBlock>().Single().Text)!["error"]!;
    }
}
