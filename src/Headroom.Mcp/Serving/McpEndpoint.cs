using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headroom.Context.Keys;
using Headroom.Mcp.Backends;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Headroom.Mcp.Serving;

/// <summary>
/// MCP over Streamable HTTP, without sessions: every POST stands alone, so that any node of a cluster may answer it. Who may call
/// is decided before a request gets here.
/// </summary>
/// <param name="backend">The backend of a tenant.</param>
public sealed class McpEndpoint(Func<TenantId, IToolBackend> backend)
{
    private readonly ConcurrentDictionary<TenantId, McpServerOptions> _servers = new();

    /// <summary>Answers one request for a tenant.</summary>
    public async Task HandleAsync(HttpContext context, TenantId tenant)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            // No stream without a request: there is nothing that this server would say unasked.
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        if (await ReadAsync(context).ConfigureAwait(false) is not { } message)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"The body is no JSON-RPC message."}}""", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";
        McpServerOptions options = _servers.GetOrAdd(tenant, one => McpServing.Options(backend(one), new ToolSession(), readsFiles: false));
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using McpServer server = McpServer.Create(transport, options);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task running = server.RunAsync(ended.Token);
        if (!await transport.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted).ConfigureAwait(false))
        {
            context.Response.ContentType = null;
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await transport.DisposeAsync().ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpContext context)
    {
        try
        {
            var type = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
