using Headroom.Gateway.Accounting;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>What becomes of a request whose provider or client is not there.</summary>
internal static class UpstreamFailures
{
    /// <summary>Handles a request; a provider that cannot be reached is answered for in its own shape.</summary>
    public static async Task AnswerAsync(HttpContext context, Provider provider, GatewayStats stats, ILogger logger, Func<Task> handle)
    {
        try
        {
            await handle().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, and the upstream call with it.
        }
        catch (RefusedRequestException refused)
        {
            stats.CountPassthrough(provider, refused.Status);
            await ProviderErrors.WriteAsync(context, provider, refused.Status, refused.Message).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            GatewayLog.UpstreamFailed(logger, provider.ToString(), failure.Message);
            stats.CountPassthrough(provider, 502);
            await ProviderErrors.WriteAsync(context, provider, 502, $"The provider could not be reached: {failure.Message}").ConfigureAwait(false);
        }
    }
}
