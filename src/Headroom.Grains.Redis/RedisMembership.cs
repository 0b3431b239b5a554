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

    /// <exception cref="ArgumentException">There is no connection string, or it is none.</exception>
    private static ConfigurationOptions Connection(ClusterSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.ConnectionString))
        {
            throw new ArgumentException("Cluster:Kind=redis needs to know where Redis is, such as localhost:6379.");
        }

        var connection = ConfigurationOptions.Parse(settings.ConnectionString);

        // A member that starts before Redis does waits for it.
        connection.AbortOnConnectFail = false;
        return connection;
    }
}
