using Headroom.Context.Clusters;
using Headroom.Grains.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

[assembly: ClusterMembership("redis", typeof(RedisMembership))]

namespace Headroom.Grains.Redis;

/// <summary>Keeps the list of members in Redis, under the cluster's name.</summary>
public sealed class RedisMembership : IClusterMembership
{
    /// <inheritdoc/>
    public void AddToSilo(IServiceCollection services, ClusterSettings settings)
    {
        ConfigurationOptions connection = Connection(settings);
        services.AddOrleans(silo => silo.UseRedisClustering(redis => Set(redis, connection)));
    }

    /// <inheritdoc/>
    public void AddToGateway(IServiceCollection services, ClusterSettings settings)
    {
        ConfigurationOptions connection = Connection(settings);
        services.AddOrleansClient(client => client.UseRedisClustering(redis => Set(redis, connection)));
    }

    private static void Set(RedisClusteringOptions redis, ConfigurationOptions connection) => redis.ConfigurationOptions = connection;

    /// <exception cref="ArgumentException">What should be a connection string is none.</exception>
    private static ConfigurationOptions Connection(ClusterSettings settings)
    {
        var connection = ConfigurationOptions.Parse(settings.ConnectionString);

        // A member that starts before Redis does waits for it.
        connection.AbortOnConnectFail = false;
        return connection;
    }
}
