using Headroom.Grains.Calls;
using Orleans.Configuration;

namespace Headroom.Grains.Hosting;

/// <summary>Puts our grains into a silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// Adds the filters and bounds of our grains. The composition root adds what they stand on: the storage ports,
    /// <see cref="Headroom.Context.Ports.RetentionOptions"/>, <see cref="Headroom.Context.Tenants.ConfiguredTenants"/> and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    public static ISiloBuilder AddHeadroomGrains(this ISiloBuilder silo)
    {
        silo.AddActivityPropagation();
        silo.AddIncomingGrainCallFilter<TenantFilter>();
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.MaxMessageBodySize = MessageBounds.MaxBodyBytes;
            messaging.CancelRequestOnTimeout = true;
        });

        // A silo that is gone is told from a slow one in seconds: until then its sessions are served from the ledger alone.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 2;
        });
        return silo;
    }
}
