using Headroom.Gateway.Own;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Gateway.Hosting;

/// <summary>Puts the health routes into an application, a gateway or not.</summary>
public static class HealthHosting
{
    /// <summary>Adds what the health routes need, besides the content store, a <see cref="TimeProvider"/> and the parts to try.</summary>
    public static IServiceCollection AddHeadroomHealth(this IServiceCollection services, GatewayOptions options) =>
        services.AddSingleton(options).AddSingleton<Readiness>().AddSingleton<HealthEndpoint>();

    /// <summary>Maps <c>/livez</c>, <c>/readyz</c> and <c>/health</c>.</summary>
    public static void MapHeadroomHealth(this WebApplication app)
    {
        var health = app.Services.GetRequiredService<HealthEndpoint>();
        app.MapMethods("/livez", ["GET"], health.LiveAsync);
        app.MapMethods("/readyz", ["GET"], health.ReadyAsync);
        app.MapMethods("/health", ["GET"], health.HealthAsync);
    }
}
