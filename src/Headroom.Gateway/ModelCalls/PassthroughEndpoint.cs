using Headroom.Gateway.Accounting;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Every other path: to the right upstream and back, byte for byte, nothing read.</summary>
internal sealed class PassthroughEndpoint(UpstreamClient upstream, GatewayStats stats, ILogger<PassthroughEndpoint> logger)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        Provider provider = UpstreamTable.ProviderOf(context.Request);
        bool hasBody = context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0
            || context.Request.Method is "POST" or "PUT" or "PATCH";
        HttpContent? content = null;
        if (hasBody)
        {
            content = new StreamContent(context.Request.Body);
            content.Headers.ContentLength = context.Request.ContentLength;
        }

        try
        {
            using HttpResponseMessage answer = await upstream
                .SendAsync(context, provider, content, isDecoded: false, mustRead: false, context.RequestAborted).ConfigureAwait(false);
            stats.CountPassthrough(provider, (int)answer.StatusCode);
            await AnswerRelay.RelayAsync(context, provider, answer, logger).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, and the upstream call with it.
        }
        catch (HttpRequestException failure)
        {
            GatewayLog.UpstreamFailed(logger, provider.ToString(), failure.Message);
            stats.CountPassthrough(provider, 502);
            await ProviderErrors.WriteAsync(context, provider, 502, $"The provider could not be reached: {failure.Message}").ConfigureAwait(false);
        }
    }
}
