using Headroom.Context.Clusters;
using Headroom.Context.Ports;
using Headroom.Grains.Hosting;
using Headroom.Grains.TextModels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

[assembly: ClusterRole("gateway", typeof(GatewayRole))]

namespace Headroom.Grains.Hosting;

/// <summary>A process that calls grains: its fabric is the cluster. Where it is a silo too, that silo is its way into the cluster.</summary>
public sealed class GatewayRole : IClusterRole
{
    /// <inheritdoc/>
    public void Add(IServiceCollection services, ClusterSettings settings)
    {
        if (!services.Any(service => service.ServiceType == typeof(IClusterClient)))
        {
            services.AddOrleansClient(client => Connect(client, settings));
        }

        services
            .AddSingleton<OrleansFabric>()
            .AddSingleton<IContextFabric>(given => given.GetRequiredService<OrleansFabric>())
            .AddSingleton<IHealthPart>(given => given.GetRequiredService<OrleansFabric>());
        if (services.Any(service => service.ServiceType == typeof(RemoteTextModel)))
        {
            services.AddSingleton<ITextModel, OrleansTextModel>();
        }
    }

    private static void Connect(IClientBuilder client, ClusterSettings settings)
    {
        if (settings.Kind == ClusterSettings.Localhost)
        {
            client.UseLocalhostClustering([.. settings.GatewayPorts], settings.ClusterId, settings.ClusterId);
        }
        else
        {
            client.Configure<ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = settings.ClusterId);
        }

        client.AddHeadroomClient().UseConnectionRetryFilter<PatientConnecting>();
    }
}
