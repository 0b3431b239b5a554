using System.Reflection;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>What the health routes answer.</summary>
internal sealed record HealthAnswer(
    string Service, string Status, bool Alive, bool Ready, string Version, DateTimeOffset Timestamp, double UptimeSeconds,
    IReadOnlyDictionary<string, string> Checks, HealthConfig Config);

/// <summary>What is on.</summary>
internal sealed record HealthConfig(bool Optimize, bool Cache, bool RateLimit);

/// <summary><c>GET /livez</c>, <c>/readyz</c> and <c>/health</c>.</summary>
internal sealed class HealthEndpoint(GatewayOptions options, IContentStore contents, TimeProvider time)
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromMilliseconds(500);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <value>The product's version.</value>
    public static string Version { get; } = typeof(HealthEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>The process is alive.</summary>
    public Task LiveAsync(HttpContext context) => WriteAsync(context, 200, "alive", true, new Dictionary<string, string>());

    /// <summary>Requests are taken. A store that is down does not change that: they go through uncompressed.</summary>
    public Task ReadyAsync(HttpContext context) => WriteAsync(context, 200, "ready", true, new Dictionary<string, string> { ["gateway"] = "ok" });

    /// <summary>How the parts are; always 200.</summary>
    public async Task HealthAsync(HttpContext context)
    {
        string store = "ok";
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(CheckLimit);
            await contents.TotalsAsync(TenantId.Local, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            store = "unavailable";
        }

        var checks = new Dictionary<string, string> { ["gateway"] = "ok", ["store"] = store };
        await WriteAsync(context, 200, store == "ok" ? "healthy" : "degraded", true, checks).ConfigureAwait(false);
    }

    private Task WriteAsync(HttpContext context, int status, string word, bool isReady, IReadOnlyDictionary<string, string> checks)
    {
        DateTimeOffset now = time.GetUtcNow();
        var answer = new HealthAnswer(
            "headroom", word, true, isReady, Version, now, Math.Round((now - _startedAt).TotalSeconds, 1), checks, new HealthConfig(options.IsOptimizing, false, false));
        return OwnAnswers.WriteAsync(context, status, answer, OwnJson.Readable.HealthAnswer);
    }
}
