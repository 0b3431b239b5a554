using System.Collections;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Headroom.ServiceDefaults;

/// <summary>Sends traces, metrics and logs to a collector, where one is named.</summary>
public static class ServiceTelemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Not what Orleans does by itself (<c>Runtime</c>, <c>Lifecycle</c>): timers and membership begin a trace a second, and no request among them.</summary>
    private static readonly string[] Sources = ["System.Net.Http", "Microsoft.Orleans.Application"];

    private static readonly PathString[] Probes = ["/livez", "/readyz", "/health"];

    private static readonly string[] Meters =
    [
        "Headroom.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
    ];

    /// <summary>Collects and sends, if the environment has <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; else does nothing.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="roles">What it is in the cluster, such as <c>gateway</c>; its name, unless <c>OTEL_SERVICE_NAME</c> gives one.</param>
    public static void AddHeadroomTelemetry(this IHostApplicationBuilder builder, IReadOnlyList<string> roles)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(roles);
        Dictionary<string, string?> variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value);
        if (variables.GetValueOrDefault(Endpoint) is not { Length: > 0 })
        {
            return;
        }

        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService($"headroom-{string.Join('-', roles)}", serviceVersion: Version())
                .AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .SetSampler(RequestSampler.Of(variables.GetValueOrDefault("OTEL_TRACES_SAMPLER"), variables.GetValueOrDefault("OTEL_TRACES_SAMPLER_ARG")))
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !IsProbe(context.Request.Path)))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    /// <summary>Health checks come every few seconds and say nothing that the metrics do not.</summary>
    private static bool IsProbe(PathString path) => Array.IndexOf(Probes, path) >= 0;

    private static string Version() => typeof(ServiceTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
