using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Relays an answer that comes in one piece and in which the model may call our tool.</summary>
internal sealed class WholeAnswer(ModelCall call, int maxBytes, ILogger logger)
{
    private HttpContext Http => call.Http;

    /// <summary>Reads the answer, answers the calls of our tool in it, and sends the client the end of it all.</summary>
    public async Task RelayAsync(HttpResponseMessage first)
    {
        HttpResponseMessage current = first;
        ReadOnlyMemory<byte> body = default;
        var rounds = new AnswerRounds(call.Protocol, call.Rounds, async next =>
        {
            current.Dispose();
            current = await call.ContinueAsync(next).ConfigureAwait(false);
            body = await ReadAsync(current).ConfigureAwait(false);
            return current.IsSuccessStatusCode ? body : null;
        });
        try
        {
            body = await ReadAsync(current).ConfigureAwait(false);
            ReadOnlyMemory<byte> shown = await rounds.CompleteAsync(body, Http.RequestAborted).ConfigureAwait(false) ?? body;
            call.Usage = rounds.Usage;
            call.LastUsage = rounds.LastUsage;
            await SendAsync(Http.Response, current, shown).ConfigureAwait(false);
        }
        catch (Exception broken) when (AnswerRelay.IsBroken(broken))
        {
            if (Http.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            GatewayLog.UpstreamBrokeOff(logger, call.Provider.ToString(), broken.Message);
            await ProviderErrors.WriteAsync(Http, call.Provider, 502, "The provider broke off its answer.").ConfigureAwait(false);
        }
        finally
        {
            current.Dispose();
        }
    }

    /// <summary>Sends an answer whose body may differ from upstream's.</summary>
    public static async Task SendAsync(HttpResponse response, HttpResponseMessage upstream, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = (int)upstream.StatusCode;
        UpstreamHeaders.CopyResponse(upstream, response, isRewritten: true);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage upstream) => AnswerDecoding.ReadAsync(call.Upstream, upstream, maxBytes, Http.RequestAborted);
}
