using Headroom.Context.Clusters;
using Headroom.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

[assembly: ClusterRole("silo", typeof(SiloRole))]

namespace Headroom.Grains.Hosting;

/// <summary>A process that runs grains.</summary>
public sealed class SiloRole : IClusterRole
{
    /// <inheritdoc/>
    public void Add(IServiceCollection services, ClusterSettings settings) => services.AddOrleans(silo =>
    {
        if (settings.Kind == ClusterSettings.Localhost)
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, new(settings.Address, settings.PrimaryPort), settings.ClusterId, settings.ClusterId);
        }
        else
        {
            silo.ConfigureEndpoints(settings.Address, settings.SiloPort, settings.GatewayPort)
                .Configure<ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = settings.ClusterId);
        }

        silo.AddHeadroomGrains();
    });
}
