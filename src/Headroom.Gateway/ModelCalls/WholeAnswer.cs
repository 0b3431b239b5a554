using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Relays an answer that comes in one piece and in which the model may call our tool.</summary>
internal sealed class WholeAnswer(ModelCall call, int maxBytes, ILogger logger)
{
    private readonly List<BufferedAnswer> _continued = [];

    private HttpContext Http => call.Http;

    /// <summary>Reads the answer, answers the calls of our tool in it, and sends the client the end of it all.</summary>
    public async Task RelayAsync(HttpResponseMessage first)
    {
        HttpResponseMessage current = first;
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> body = await ReadAsync(current).ConfigureAwait(false);
                BufferedAnswer? answer = current.IsSuccessStatusCode ? WireFormat.Of(call.Protocol).ReadAnswer(body) : null;
                if (answer is null)
                {
                    await SendAsync(current, body).ConfigureAwait(false);
                    return;
                }

                call.Usage = call.Usage.Plus(answer.Usage);
                if (!call.Rounds.CanContinue(answer.Round))
                {
                    await FinishAsync(current, answer).ConfigureAwait(false);
                    return;
                }

                IReadOnlyList<ReadOnlyMemory<byte>> next = await call.Rounds
                    .ContinueAsync(answer.Round, call.Usage.Output, Http.RequestAborted).ConfigureAwait(false);
                _continued.Add(answer);
                current.Dispose();
                current = await call.ContinueAsync(next).ConfigureAwait(false);
            }
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

    private async Task FinishAsync(HttpResponseMessage upstream, BufferedAnswer answer)
    {
        await call.Rounds.CloseAsync(answer.Round, Http.RequestAborted).ConfigureAwait(false);
        await SendAsync(upstream, answer.ToClient(_continued, ownCallsDropped: answer.Round.OwnCalls.Count > 0)).ConfigureAwait(false);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage upstream)
    {
        await using Stream stream = await call.OpenAsync(upstream).ConfigureAwait(false);
        using var body = new MemoryStream((int)Math.Clamp(upstream.Content.Headers.ContentLength ?? 0, 0, maxBytes));
        byte[] buffer = new byte[32 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, Http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > maxBytes)
            {
                throw new InvalidDataException($"The answer is larger than {maxBytes} bytes.");
            }
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private async Task SendAsync(HttpResponseMessage upstream, ReadOnlyMemory<byte> body)
    {
        Http.Response.StatusCode = (int)upstream.StatusCode;
        UpstreamHeaders.CopyResponse(upstream, Http.Response, isRewritten: true);
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body, Http.RequestAborted).ConfigureAwait(false);
    }
}
