using System.Net;
using System.Net.Sockets;
using Headroom.Context.Clusters;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;
using Headroom.Mcp.Serving;
using Headroom.Server.Adapters;
using Headroom.Server.Settings;
using Headroom.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headroom.Server.Hosting;

/// <summary>The composition root of a cluster's processes.</summary>
internal static class ServerHost
{
    private const string DefaultFile = "headroom.json";

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code: 0, or 2 where it cannot start as it is configured.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            ServerSettings settings = SettingsReader.Read(Configure(arguments), out IReadOnlyList<string> errors);
            if (errors.Count > 0)
            {
                throw new SettingsException(string.Join(Environment.NewLine, errors));
            }

            CheckPort(settings.Listen);
            AdapterCatalog catalog = AdapterCatalog.OfThisProcess();
            await using OpenStores stores = await OpenStores.OpenAsync(catalog, settings, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            OpenTextModel.GiveCounters(catalog, settings);
            await using OpenTextModel model = await OpenTextModel.OpenAsync(catalog, settings, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            await using WebApplication app = Build(settings, catalog, stores, model);
            await ServeAsync(app, settings, stores).ConfigureAwait(false);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            return 2;
        }
    }

    /// <summary>A file, above it the environment (<c>Headroom__Roles</c>), above that the command line (<c>--Headroom:Roles</c>).</summary>
    private static IConfiguration Configure(string[] arguments)
    {
        string? named = Environment.GetEnvironmentVariable("HEADROOM_CONFIG");
        string file = Path.GetFullPath(named is { Length: > 0 } ? named : DefaultFile);
        if (named is { Length: > 0 } && !File.Exists(file))
        {
            throw new SettingsException($"HEADROOM_CONFIG names {file}, which is not there.");
        }

        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional: true).AddEnvironmentVariables().AddCommandLine(arguments).Build();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            throw new SettingsException($"{broken.Message.Split('\n')[0]} {broken.InnerException?.Message}".TrimEnd(), broken);
        }
    }

    private static WebApplication Build(ServerSettings settings, AdapterCatalog catalog, OpenStores stores, OpenTextModel model)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.ListenOn(settings.Listen, settings.Gateway);
        builder.Logging.AddHeadroomLog().AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        builder.AddHeadroomTelemetry(settings.Roles);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(settings.Retention)
            .AddSingleton(stores.Contents)
            .AddSingleton(stores.Ledgers)
            .AddSingleton(stores.Records)
            .AddSingleton(settings.Profiles)
            .AddSingleton(settings.Tenants)
            .AddHostedService<Drain>()

            // A gateway serves before it has found its cluster.
            .Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        model.AddTo(builder.Services);
        foreach (string role in settings.Roles.OrderByDescending(role => role == "silo"))
        {
            catalog.Role(role).Add(builder.Services, settings.Cluster);
        }

        AddMembership(settings, catalog, builder.Services);
        if (settings.IsGateway)
        {
            builder.Services
                .AddSingleton(settings.Keys)
                .AddSingleton(ProviderCredentials.FromEnvironment(Environment.GetEnvironmentVariable))
                .AddHeadroomGateway(settings.Gateway);
        }
        else
        {
            builder.Services.AddHeadroomHealth(settings.Gateway);
        }

        WebApplication app = builder.Build();
        if (settings.IsGateway)
        {
            app.MapHeadroomGateway();
            app.MapHeadroomMcp(GatewayHosting.TenantOf);
        }
        else
        {
            app.UseRouting();
            app.MapHeadroomHealth();
        }

        return app;
    }

    private static void AddMembership(ServerSettings settings, AdapterCatalog catalog, IServiceCollection services)
    {
        if (settings.Cluster.Kind == ClusterSettings.Localhost)
        {
            return;
        }

        IClusterMembership membership = catalog.Membership(settings.Cluster.Kind);
        try
        {
            if (settings.Roles.Contains("silo"))
            {
                membership.AddToSilo(services, settings.Cluster);
            }
            else
            {
                membership.AddToGateway(services, settings.Cluster);
            }
        }
        catch (ArgumentException wrong)
        {
            throw new SettingsException($"Cluster:ConnectionString: {wrong.Message}", wrong);
        }
    }

    private static async Task ServeAsync(WebApplication app, ServerSettings settings, OpenStores stores)
    {
        foreach (string warning in stores.Warnings)
        {
            ServerLog.StorageWarns(app.Logger, warning);
        }

        foreach (TenantId tenant in settings.Tenants.Tenants.Where(tenant => settings.Keys.AreRequired && !settings.Keys.HasTenant(tenant)))
        {
            ServerLog.TenantHasNoKey(app.Logger, tenant);
        }

        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
            $"headroom-server is listening on {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()} as {string.Join(", ", settings.Roles)}"));
        if (settings is { IsGateway: true, Gateway.IsOptimizing: true })
        {
            app.Services.GetRequiredService<TurnPipeline>().StartWarmUp(TenantId.Local);
        }

        await app.StartAsync().ConfigureAwait(false);
        await app.WaitForShutdownAsync().ConfigureAwait(false);
    }

    /// <summary>Asked before anything starts: the start of a gateway ends only when it has found its cluster, and would keep the failure until then.</summary>
    private static void CheckPort(IPEndPoint address)
    {
        using var listener = new TcpListener(address);
        try
        {
            listener.Start();
        }
        catch (SocketException failure)
        {
            throw new SettingsException($"Headroom:Listen={address}: {failure.Message}.", failure);
        }
    }
}
