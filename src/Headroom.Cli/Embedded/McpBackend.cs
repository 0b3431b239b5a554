using Headroom.Cli.Commands;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Retrieval;
using Headroom.Mcp.Backends;

namespace Headroom.Cli.Embedded;

/// <summary>Where MCP tools do their work, with what it holds open.</summary>
internal sealed class McpBackend : IAsyncDisposable
{
    private readonly IAsyncDisposable _held;

    private McpBackend(IToolBackend tools, IAsyncDisposable held) => (Tools, _held) = (tools, held);

    /// <value>The backend.</value>
    public IToolBackend Tools { get; }

    /// <summary>Over stores of this machine, which are closed with it.</summary>
    public static McpBackend Over(EmbeddedStores stores, ProfileSelection profiles) =>
        new(
            new StoreBackend(
                stores.Contents, stores.Secrets, new MessageCompression(stores.Contents, stores.Secrets, profiles),
                new ContentRetrieval(stores.Contents, TokenCounters.O200k, new RetrievalOptions()), TenantId.Local),
            stores);

    /// <summary>Over a gateway.</summary>
    public static McpBackend Over(GatewayAddress gateway)
    {
        var tools = new GatewayBackend(gateway.Url, gateway.Key);
        return new McpBackend(tools, tools);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _held.DisposeAsync();
}
