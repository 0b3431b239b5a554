using System.Buffers;
using System.IO.Pipelines;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>
/// Relays a streamed answer in which the model may call our tool. Calls are answered inside the stream: the client sees one
/// answer, as if the model had known the original all along.
/// </summary>
internal sealed class StreamedAnswer(ModelCall call, AssistantStream answer, ILogger logger)
{
    private readonly byte[] _buffer = new byte[16 << 10];

    private HttpContext Http => call.Http;

    private PipeWriter Client => Http.Response.BodyWriter;

    /// <summary>Relays the answer to its end, over as many upstream calls as it takes.</summary>
    public async Task RelayAsync(HttpResponseMessage first)
    {
        Http.Response.StatusCode = (int)first.StatusCode;
        UpstreamHeaders.CopyResponse(first, Http.Response, isRewritten: true);
        await AnswerRelay.StartAsync(Http).ConfigureAwait(false);
        HttpResponseMessage? next = first;
        try
        {
            while (next is not null)
            {
                using HttpResponseMessage current = next;
                await PumpAsync(current).ConfigureAwait(false);
                next = await ContinueAsync().ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (AnswerRelay.IsBroken(broken))
        {
            AnswerRelay.BreakOff(Http, call.Provider, broken, logger);
        }

        call.Usage = answer.EarlierUsage.Plus(answer.RoundUsage);
        call.LastUsage = answer.RoundUsage;
    }

    /// <summary>Relays one upstream stream until its closing event, or its end.</summary>
    private async Task PumpAsync(HttpResponseMessage upstream)
    {
        await using Stream stream = await call.OpenAsync(upstream).ConfigureAwait(false);
        EventSplitter events = answer.NewSplitter();
        int read;
        while (!(answer.IsEnded && answer.HoldsClosing)
            && (read = await stream.ReadAsync(_buffer, Http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            events.Push(_buffer.AsSpan(0, read));
            while (events.TryTake(out ReadOnlyMemory<byte> rawEvent))
            {
                answer.Accept(rawEvent, Client);
            }

            if (Client.UnflushedBytes > 0)
            {
                await Client.FlushAsync(Http.RequestAborted).ConfigureAwait(false);
            }
        }

        Client.Write(events.Rest.Span);
    }

    /// <summary>Answers the model's calls and goes on, or ends the answer; <c>null</c> at the end.</summary>
    private async Task<HttpResponseMessage?> ContinueAsync()
    {
        if (answer.HasFailed || (!answer.IsEnded && !answer.HoldsClosing))
        {
            bool wasCut = answer.HasOwnCalls || answer.ContinuationCount > 0;
            return wasCut && !answer.HasFailed ? throw new IOException("The answer ended without its closing event.") : null;
        }

        AssistantRound round = answer.CompleteRound();
        if (call.Rounds.CanContinue(round))
        {
            return await NextAsync(round).ConfigureAwait(false);
        }

        // The closing event leaves only after what later turns need is written down.
        await call.Rounds.CloseAsync(round, Http.RequestAborted).ConfigureAwait(false);
        answer.WriteClosing(Client, ownCallsDropped: round.OwnCalls.Count > 0);
        await Client.FlushAsync(Http.RequestAborted).ConfigureAwait(false);
        return null;
    }

    private async Task<HttpResponseMessage?> NextAsync(AssistantRound round)
    {
        long? output = answer.EarlierUsage.Plus(answer.RoundUsage).Output;
        IReadOnlyList<ReadOnlyMemory<byte>> body = await call.Rounds.ContinueAsync(round, output, Http.RequestAborted).ConfigureAwait(false);
        HttpResponseMessage next;
        try
        {
            next = await call.ContinueAsync(body).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            GatewayLog.UpstreamFailed(logger, call.Provider.ToString(), failure.Message);
            await FailAsync("The provider could not be reached to continue after a retrieval.").ConfigureAwait(false);
            return null;
        }

        if (!next.IsSuccessStatusCode)
        {
            int status = (int)next.StatusCode;
            next.Dispose();
            GatewayLog.ContinuationFailed(logger, status);
            await FailAsync($"The provider answered {status} to the continuation after a retrieval.").ConfigureAwait(false);
            return null;
        }

        answer.BeginContinuation(Client);
        return next;
    }

    private async Task FailAsync(string message)
    {
        answer.WriteError(Client, message);
        await Client.FlushAsync(Http.RequestAborted).ConfigureAwait(false);
    }
}
