using Headroom.Gateway.Accounting;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Every other path: to the right upstream and back, byte for byte, nothing read.</summary>
internal sealed class PassthroughEndpoint(UpstreamClient upstream, GatewayStats stats, ILogger<PassthroughEndpoint> logger)
{
    /// <summary>Handles one request.</summary>
    public Task HandleAsync(HttpContext context)
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

        return UpstreamFailures.AnswerAsync(
            context, provider, stats, logger, () => AnswerRelay.ForwardAsync(context, provider, upstream, content, isDecoded: false, stats, logger));
    }
}
