using System.Net;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Cli.Commands;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;
using Headroom.Mcp.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Headroom.Cli.Embedded;

/// <summary>The embedded composition root: gateway, pipeline, fabric and SQLite in one process.</summary>
internal static class ProxyHost
{
    /// <summary>Serves until the process is told to stop; open streams are drained first.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IPEndPoint address, string directory, AccessKeys keys, ProfileSelection profiles, GatewayOptions options, CancellationToken cancellationToken)
    {
        await using var stores = EmbeddedStores.Open(directory);
        var retention = new RetentionOptions();
        await using var fabric = new LocalFabric(stores.Ledgers, retention, new LocalFabricOptions(), TimeProvider.System);
        using var pipeline = new TurnPipeline(fabric, stores.Contents, stores.Secrets, new AnswerDirectory(stores.Ledgers), profiles, new TurnOptions(), TimeProvider.System);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Listen(builder, address, options);
        builder.Services
            .AddRoutingCore()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(stores.Contents)
            .AddSingleton(new BatchDirectory(stores.Ledgers, stores.Contents))
            .AddSingleton(keys)
            .AddSingleton(ProviderCredentials.FromEnvironment(Environment.GetEnvironmentVariable))
            .AddSingleton(pipeline)
            .AddSingleton(new ContentRetrieval(stores.Contents, TokenCounters.O200k, new RetrievalOptions()))
            .AddSingleton(new MessageCompression(stores.Contents, stores.Secrets, profiles))
            .AddHeadroomGateway(options)
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        AddLog(builder.Logging);
        await using WebApplication app = builder.Build();
        app.MapHeadroomGateway();
        var mcp = new McpEndpoint(tenant => McpBackend.Of(stores, app.Services.GetRequiredService<MessageCompression>(), tenant));
        app.Map("/mcp", context => mcp.HandleAsync(context, GatewayHosting.TenantOf(context)));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return HeadroomCommand.Fail($"port {address.Port} on {address.Address} is in use; stop what listens there, or choose another with --port.");
        }

        if (options.IsOptimizing)
        {
            pipeline.StartWarmUp(TenantId.Local);
        }

        string url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Banner.Write(Console.Out, url, directory, keys, profiles, options);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>The log goes to standard error; what the host says of a failed start is said in one line instead.</summary>
    private static void AddLog(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static void Listen(WebApplicationBuilder builder, IPEndPoint address, GatewayOptions options)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 << 10;
            kestrel.Limits.MaxRequestLineSize = 64 << 10;

            // A reader that thinks for minutes between two reads of a stream is no attack.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address);
        });
    }
}
