using Headroom.Gateway.Accounting;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>What becomes of a request whose provider or client is not there, or whose body cannot be taken.</summary>
internal static class UpstreamFailures
{
    /// <summary>Handles a request; what fails is answered for in the provider's own shape.</summary>
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
        catch (InvalidDataException undecodable)
        {
            await ProviderErrors.WriteAsync(context, provider, StatusCodes.Status400BadRequest, undecodable.Message).ConfigureAwait(false);
        }
        catch (Exception failure) when (Refusal(failure) is { } refusal)
        {
            await ProviderErrors.WriteAsync(context, provider, refusal.StatusCode, refusal.Message).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            int status = (int?)failure.StatusCode ?? StatusCodes.Status502BadGateway;
            GatewayLog.UpstreamFailed(logger, provider.ToString(), failure.Message);
            stats.CountPassthrough(provider, status);
            await ProviderErrors.WriteAsync(context, provider, status, $"The provider could not be reached: {failure.Message}").ConfigureAwait(false);
        }
    }

    /// <summary>A body that is refused while it streams through fails the upstream call.</summary>
    private static BadHttpRequestException? Refusal(Exception failure) => failure as BadHttpRequestException ?? failure.InnerException as BadHttpRequestException;
}
