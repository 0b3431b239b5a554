using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Tenants;
using Headroom.Mcp.Backends;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Mcp.Serving;

/// <summary>Puts the tools beside a gateway's routes.</summary>
public static class McpHosting
{
    /// <summary>Maps <c>/mcp</c>, over what the gateway itself works with.</summary>
    /// <param name="app">The application, with the gateway's services.</param>
    /// <param name="tenantOf">The tenant that a request was let in for.</param>
    public static void MapHeadroomMcp(this IEndpointRouteBuilder app, Func<HttpContext, TenantId> tenantOf)
    {
        IServiceProvider services = app.ServiceProvider;
        var endpoint = new McpEndpoint(tenant => new StoreBackend(
            services.GetRequiredService<IContentStore>(), services.GetRequiredService<TenantSecrets>(), services.GetRequiredService<MessageCompression>(),
            services.GetRequiredService<ContentRetrieval>(), tenant));
        app.Map("/mcp", context => endpoint.HandleAsync(context, tenantOf(context)));
    }
}
