using System.Net.Sockets;
using Headroom.AppHost.Programs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Headroom.AppHost.Cluster;

/// <summary>Redis as our stores need it: every write on the disk before it is acknowledged, and nothing evicted.</summary>
internal static class RedisResource
{
    private const string Name = "redis", Endpoint = "tcp";
    private const string Image = "docker.io/library/redis", Tag = "7.4";
    private const int ContainerPort = 6379;

    private static readonly string[] Durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"];

    /// <summary>Adds it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="program">The installed Redis; <c>null</c> for a container.</param>
    /// <param name="directory">Where an installed one keeps its data.</param>
    public static StoreResource Add(IDistributedApplicationBuilder builder, InstalledProgram? program, string directory)
    {
        StoreResource redis = program is null ? AddContainer(builder) : AddProgram(builder, program, directory);
        EndpointReference endpoint = redis.Endpoint;
        builder.Services.AddHealthChecks().AddAsyncCheck("redis answers", cancellationToken => PingAsync(endpoint, cancellationToken));
        redis.Builder.WithAnnotation(new HealthCheckAnnotation("redis answers"));
        return redis;
    }

    private static StoreResource AddContainer(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ContainerResource> container = builder.AddContainer(Name, Image, Tag)
            .WithEndpoint(targetPort: ContainerPort, scheme: "tcp", name: Endpoint)
            .WithVolume("headroom-redis", "/data")
            .WithArgs(Durable);
        return StoreResource.Of(container, Endpoint, ConnectionString);
    }

    private static StoreResource AddProgram(IDistributedApplicationBuilder builder, InstalledProgram program, string directory)
    {
        IResourceBuilder<ExecutableResource> executable = builder.AddExecutable(Name, program.Path, directory, program.Arguments)
            .WithEndpoint(scheme: "tcp", name: Endpoint);
        EndpointReference endpoint = executable.GetEndpoint(Endpoint);
        executable.WithArgs(context =>
        {
            context.Args.Add("--bind");
            context.Args.Add("127.0.0.1");
            context.Args.Add("--port");
            context.Args.Add(endpoint.Property(EndpointProperty.TargetPort));
        }).WithArgs(Durable);
        return StoreResource.Of(executable, Endpoint, ConnectionString);
    }

    private static ReferenceExpression ConnectionString(EndpointReference endpoint) =>
        ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}");

    private static async Task<HealthCheckResult> PingAsync(EndpointReference endpoint, CancellationToken cancellationToken)
    {
        if (!endpoint.IsAllocated)
        {
            return HealthCheckResult.Unhealthy("not started yet");
        }

        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            byte[] answer = new byte[5];
            await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
            return answer.AsSpan().SequenceEqual("+PONG"u8) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("loading its data");
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }
}
