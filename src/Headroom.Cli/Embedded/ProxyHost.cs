using System.Diagnostics.CodeAnalysis;
using System.Net;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Context.Symbols;
using Headroom.Context.Tenants;
using Headroom.Context.Turns;
using Headroom.Cli.Commands;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;
using Headroom.Mcp.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headroom.Cli.Embedded;

/// <summary>The embedded composition root: gateway, pipeline, fabric and SQLite in one process.</summary>
internal static class ProxyHost
{
    /// <summary>Serves until the process is told to stop; open streams are drained first.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="codeGraph">The directory of the project whose code ranks what stays of code; <c>null</c> for none.</param>
    /// <param name="keys">Who may use it.</param>
    /// <param name="tenants">What its tenants may.</param>
    /// <param name="profiles">How it compresses.</param>
    /// <param name="options">What else is set.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IPEndPoint address, string directory, string? codeGraph, AccessKeys keys, ConfiguredTenants tenants, ProfileSelection profiles, GatewayOptions options, CancellationToken cancellationToken)
    {
        await using var stores = EmbeddedStores.Open(directory);
        var retention = new RetentionOptions();
        await using var fabric = new LocalFabric(stores.Ledgers, stores.Records, retention, new LocalFabricOptions { Tenants = tenants }, TimeProvider.System);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.ListenOn(address, options);
        builder.Logging.AddHeadroomLog();
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(retention)
            .AddSingleton(stores.Contents)
            .AddSingleton(stores.Ledgers)
            .AddSingleton(stores.Records)
            .AddSingleton<IContextFabric>(fabric)
            .AddSingleton(keys)
            .AddSingleton(tenants)
            .AddSingleton(ProviderCredentials.FromEnvironment(Environment.GetEnvironmentVariable))
            .AddSingleton(profiles)
            .AddHeadroomGateway(options);
        await using WebApplication app = builder.Build();
        app.MapHeadroomGateway();
        app.MapHeadroomMcp(GatewayHosting.TenantOf);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return HeadroomCommand.Fail($"port {address.Port} on {address.Address} is in use; stop what listens there, or choose another with --port.");
        }

        if (codeGraph is not null && !TryOpen(app.Services.GetRequiredService<ProjectGraphs>(), codeGraph, out string? reason))
        {
            return HeadroomCommand.Fail($"--code-graph {codeGraph}: {reason}");
        }

        if (options.IsOptimizing)
        {
            app.Services.GetRequiredService<TurnPipeline>().StartWarmUp(TenantId.Local);
        }

        string url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Banner.Write(Console.Out, url, directory, keys, profiles, options);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static bool TryOpen(ProjectGraphs graphs, string directory, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            string project = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
            graphs.Open(project.Length > 0 ? project : "root", directory, isDefault: true);
            reason = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reason = failure.Message;
            return false;
        }
    }
}
