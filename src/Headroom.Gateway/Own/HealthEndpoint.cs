using System.Reflection;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>What the health routes answer. They answer everybody; <c>lets_in</c> says whether other routes would answer this caller, with this key.</summary>
internal sealed record HealthAnswer(
    string Service, string Status, bool Alive, bool Ready, bool LetsIn, string Version, DateTimeOffset Timestamp, double UptimeSeconds,
    IReadOnlyDictionary<string, string> Checks, HealthConfig Config);

/// <summary>What is on.</summary>
internal sealed record HealthConfig(bool Optimize, bool Cache, bool RateLimit);

/// <summary><c>GET /livez</c>, <c>/readyz</c> and <c>/health</c>.</summary>
internal sealed class HealthEndpoint(GatewayOptions options, IContentStore contents, IEnumerable<IHealthPart> parts, Readiness readiness, TimeProvider time)
{
    private const string Unavailable = "unavailable";

    private static readonly TimeSpan CheckLimit = TimeSpan.FromMilliseconds(500);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <value>The product's version.</value>
    public static string Version { get; } = typeof(HealthEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>The process is alive.</summary>
    public Task LiveAsync(HttpContext context) => WriteAsync(context, 200, "alive", true, new Dictionary<string, string>());

    /// <summary>
    /// Requests are taken, until the process is told to stop. A store that is down does not change that: they go through
    /// uncompressed.
    /// </summary>
    public Task ReadyAsync(HttpContext context) => readiness.IsDraining
        ? WriteAsync(context, 503, "draining", false, new Dictionary<string, string> { ["gateway"] = "draining" })
        : WriteAsync(context, 200, "ready", true, new Dictionary<string, string> { ["gateway"] = "ok" });

    /// <summary>How the parts are; always 200.</summary>
    public async Task HealthAsync(HttpContext context)
    {
        var checks = new Dictionary<string, string> { ["gateway"] = readiness.IsDraining ? "draining" : "ok" };
        checks["store"] = await CheckAsync(AnswersAsync, context.RequestAborted).ConfigureAwait(false);
        foreach (IHealthPart part in parts)
        {
            checks[part.Name] = await CheckAsync(part.IsWellAsync, context.RequestAborted).ConfigureAwait(false);
        }

        bool isDegraded = checks.ContainsValue(Unavailable);
        await WriteAsync(context, 200, isDegraded ? "degraded" : "healthy", !readiness.IsDraining, checks).ConfigureAwait(false);
    }

    private async Task<string> CheckAsync(Func<CancellationToken, Task<bool>> isWell, CancellationToken cancellationToken)
    {
        using var limit = new LinkedLimit(CheckLimit, time, cancellationToken);
        try
        {
            return await isWell(limit.Token).ConfigureAwait(false) ? "ok" : Unavailable;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            return Unavailable;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        await contents.TotalsAsync(TenantId.Local, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task WriteAsync(HttpContext context, int status, string word, bool isReady, IReadOnlyDictionary<string, string> checks)
    {
        DateTimeOffset now = time.GetUtcNow();
        var answer = new HealthAnswer(
            "headroom", word, true, isReady, context.Features.Get<CallerAccess>() is not null, Version, now, Math.Round((now - _startedAt).TotalSeconds, 1), checks, new HealthConfig(options.IsOptimizing, false, false));
        return OwnAnswers.WriteAsync(context, status, answer, OwnJson.Readable.HealthAnswer);
    }
}
