using System.Text;
using Headroom.Gateway.Access;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Batches;

/// <summary>
/// Clients fetch results from the address that the batch names, whatever address they use otherwise. Where we have calls to
/// answer in them, that address must be ours.
/// </summary>
internal static class BatchAddresses
{
    /// <summary>An answer of the batch routes with the addresses of results that are to come by us.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="answer">The provider's answer.</param>
    /// <param name="isOurs">Whether a batch is one with results to complete.</param>
    public static async Task<ReadOnlyMemory<byte>> RewriteAsync(HttpRequest request, ReadOnlyMemory<byte> answer, Func<string, Task<bool>> isOurs)
    {
        var splice = new BodySplice(answer);
        foreach ((string id, ByteRange url) in MessageBatch.ResultsUrls(answer))
        {
            if (await isOurs(id).ConfigureAwait(false))
            {
                splice.Replace(url, JsonText.ToStringToken(Encoding.UTF8.GetBytes($"{Root(request)}/v1/messages/batches/{id}/results")));
            }
        }

        return splice.ToMemory();
    }

    /// <summary>How the client reaches us.</summary>
    private static string Root(HttpRequest request)
    {
        bool isSecure = request.IsHttps || request.Headers["x-forwarded-proto"] == "https";
        return $"{(isSecure ? "https" : "http")}://{request.Host}{AccessPath.Prefix(CallerAccess.Of(request.HttpContext).PathKey, null)}";
    }
}
