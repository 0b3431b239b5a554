using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Agents;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Sessions;
using Headroom.Context.Symbols;
using Headroom.Context.Tenants;
using Headroom.Context.Turns;
using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Batches;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Own;
using Headroom.Gateway.Sockets;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Gateway.Hosting;

/// <summary>Puts the gateway into an ASP.NET Core application.</summary>
public static class GatewayHosting
{
    /// <summary>
    /// Adds the gateway's services. The composition root adds what they stand on: the fabric, the
    /// storage ports, <see cref="AccessKeys"/>, <see cref="ConfiguredTenants"/>, <see cref="ProviderCredentials"/>, <see cref="RetentionOptions"/>, a
    /// <see cref="ProfileSelection"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddHeadroomGateway(this IServiceCollection services, GatewayOptions options) => services
        .AddHeadroomHealth(options)
        .AddSingleton<TenantSecrets>()
        .AddSingleton<TenantPolicies>()
        .AddSingleton<TenantGate>()
        .AddSingleton<AnswerDirectory>()
        .AddSingleton(new TurnOptions())
        .AddSingleton<ProjectGraphs>()
        .AddSingleton<TurnPipeline>()
        .AddSingleton(given => new ContentRetrieval(given.GetRequiredService<IContentStore>(), TokenCounters.O200k, new RetrievalOptions()))
        .AddSingleton<MessageCompression>()
        .AddSingleton<BatchDirectory>()
        .AddSingleton<AccessGate>()
        .AddSingleton<UpstreamTable>()
        .AddSingleton<UpstreamClient>()
        .AddSingleton<UpstreamRetries>()
        .AddSingleton<GatewayStats>()
        .AddSingleton(given => new UsageRecords(given.GetRequiredService<IRecordStore>(), Environment.MachineName))
        .AddSingleton(given => new UsageRecorder(given.GetRequiredService<IContextFabric>().Usage, new UsageRecorderOptions(), given.GetRequiredService<TimeProvider>()))
        .AddSingleton<TurnAccounts>()
        .AddSingleton<TurnPreparation>()
        .AddSingleton<SocketTurns>()
        .AddSingleton<ModelEndpoint>()
        .AddSingleton<SocketEndpoint>()
        .AddSingleton<BatchPreparation>()
        .AddSingleton<BatchResults>()
        .AddSingleton<BatchEndpoint>()
        .AddSingleton<PassthroughEndpoint>()
        .AddSingleton<CompressEndpoint>()
        .AddSingleton<RetrieveEndpoint>()
        .AddSingleton<OriginEndpoint>()
        .AddSingleton<HandOvers>()
        .AddSingleton<ContextEndpoint>()
        .AddSingleton<CodeGraphEndpoint>()
        .AddSingleton<UsageEndpoint>()
        .AddSingleton<StatsEndpoint>();

    /// <summary>Maps the gateway's routes: models, our own, and everything else to its provider.</summary>
    public static void MapHeadroomGateway(this WebApplication app)
    {
        IServiceProvider services = app.Services;
        if (!services.GetRequiredService<AccessKeys>().AreRequired)
        {
            app.Use(LoopbackGuard.InvokeAsync);
        }

        app.Use(services.GetRequiredService<AccessGate>().InvokeAsync);
        app.Use(services.GetRequiredService<TenantGate>().InvokeAsync);
        var options = services.GetRequiredService<GatewayOptions>();
        app.Use((context, next) => NamedUpstream.InvokeAsync(context, next, options));
        app.UseRouting();
        app.UseWebSockets();
        var model = services.GetRequiredService<ModelEndpoint>();
        var socket = services.GetRequiredService<SocketEndpoint>();
        foreach (ModelRoute route in ModelRoutes.All)
        {
            foreach (string path in route.Paths)
            {
                Post(app, path, context => model.HandleAsync(context, route));
                if (route.HasSockets)
                {
                    Get(app, path, context => socket.HandleAsync(context, route.Provider, route.Protocol));
                }
            }
        }

        var batch = services.GetRequiredService<BatchEndpoint>();
        Post(app, "/v1/messages/batches", batch.CreateAsync);
        Get(app, "/v1/messages/batches", batch.TellAsync);
        Get(app, "/v1/messages/batches/{id}", batch.TellAsync);
        Post(app, "/v1/messages/batches/{id}/cancel", batch.TellAsync);
        Get(app, "/v1/messages/batches/{id}/results", context => batch.ResultsAsync(context, (string)context.GetRouteValue("id")!));

        var retrieve = services.GetRequiredService<RetrieveEndpoint>();
        Post(app, "/v1/compress", services.GetRequiredService<CompressEndpoint>().HandleAsync);
        Post(app, "/v1/retrieve", retrieve.PostAsync);
        Get(app, "/v1/retrieve/{hash}", context => retrieve.GetAsync(context, (string)context.GetRouteValue("hash")!));

        var origins = services.GetRequiredService<OriginEndpoint>();
        Get(app, "/v1/chunks/{hash}", context => origins.HandleAsync(context, (string)context.GetRouteValue("hash")!));

        var shared = services.GetRequiredService<ContextEndpoint>();
        app.MapMethods("/v1/context/{ns}/{key}", ["PUT"], shared.PutAsync);
        Get(app, "/v1/context/{ns}/{key}", shared.GetAsync);
        app.MapMethods("/v1/context/{ns}/{key}", ["DELETE"], shared.DeleteAsync);

        var graph = services.GetRequiredService<CodeGraphEndpoint>();
        app.MapMethods("/v1/code-graph/{project}", ["PUT"], graph.PutAsync);
        Get(app, "/v1/code-graph/{project}", graph.GetAsync);

        app.MapHeadroomHealth();
        Get(app, "/v1/usage", services.GetRequiredService<UsageEndpoint>().HandleAsync);
        Get(app, "/stats", services.GetRequiredService<StatsEndpoint>().HandleAsync);

        var passthrough = services.GetRequiredService<PassthroughEndpoint>();
        foreach (string path in ModelRoutes.PassedThrough)
        {
            Post(app, path, passthrough.HandleAsync);
        }

        app.MapFallback("{**path}", passthrough.HandleAsync);
    }

    /// <summary>The tenant that a request was let in for, for routes that are mapped beside the gateway's.</summary>
    public static TenantId TenantOf(HttpContext context) => CallerAccess.Of(context).Tenant;

    private static void Post(WebApplication app, string pattern, RequestDelegate handler) => app.MapMethods(pattern, ["POST"], handler);

    private static void Get(WebApplication app, string pattern, RequestDelegate handler) => app.MapMethods(pattern, ["GET"], handler);
}
