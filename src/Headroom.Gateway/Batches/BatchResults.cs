using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Batches;

/// <summary>
/// Relays the results of a batch line by line. Where the model called our tool instead of answering, the call is answered now and
/// the model goes on by ordinary requests with the client's credential; the line then holds the whole answer, for good.
/// </summary>
internal sealed class BatchResults(
    GatewayOptions options, TurnPreparation preparation, ContentRetrieval retrieval, BatchDirectory directory, UpstreamClient upstream, UpstreamRetries retries,
    ILogger<BatchResults> logger)
{
    private const int MaxAtOnce = 4;

    /// <summary>Relays results; lines come in the provider's order, a few of them are completed at once.</summary>
    public async Task RelayAsync(HttpContext context, string batchId, BatchPlaces places, HttpResponseMessage answer)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var lines = Channel.CreateBounded<Task<ReadOnlyMemory<byte>>>(MaxAtOnce);
        Task reading = ReadAsync(answer, line => CompleteAsync(context, batchId, places, line, stop.Token), lines.Writer, stop.Token);
        try
        {
            await foreach (Task<ReadOnlyMemory<byte>> line in lines.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                await context.Response.BodyWriter.WriteAsync(await line.ConfigureAwait(false), stop.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        HttpResponseMessage answer, Func<ReadOnlyMemory<byte>, Task<ReadOnlyMemory<byte>>> complete, ChannelWriter<Task<ReadOnlyMemory<byte>>> lines, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream body = await AnswerDecoding.OpenAsync(upstream, answer, cancellationToken).ConfigureAwait(false);
            PipeReader reader = PipeReader.Create(body);
            while (true)
            {
                ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                ReadOnlySequence<byte> rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    SequencePosition next = rest.GetPosition(1, end);
                    await lines.WriteAsync(complete(rest.Slice(0, next).ToArray()), cancellationToken).ConfigureAwait(false);
                    rest = rest.Slice(next);
                }

                if (read.IsCompleted)
                {
                    await lines.WriteAsync(complete(rest.ToArray()), cancellationToken).ConfigureAwait(false);
                    lines.Complete();
                    return;
                }

                if (rest.Length > options.MaxInspectedAnswerBytes)
                {
                    throw new InvalidDataException($"A result is larger than {options.MaxInspectedAnswerBytes} bytes.");
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (Exception broken) when (AnswerRelay.IsBroken(broken))
        {
            lines.Complete(broken);
        }
    }

    private async Task<ReadOnlyMemory<byte>> CompleteAsync(HttpContext context, string batchId, BatchPlaces places, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (line.Span.IndexOf(RetrieveTool.Name) < 0 || MessageBatch.TryReadResult(line) is not { } result)
        {
            return line;
        }

        ReadOnlyMemory<byte> message = result.Message.Of(line);
        if (WireFormat.Of(WireProtocol.AnthropicMessages).ReadAnswer(message) is not { Round.OwnCalls.Count: > 0 } answer)
        {
            return line;
        }

        TenantId tenant = Access.CallerAccess.Of(context).Tenant;
        var splice = new BodySplice(line);
        try
        {
            if (places.Results.TryGetValue(result.CustomId, out ContentHash done)
                && await directory.ReadAsync(tenant, done, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                splice.Replace(result.Message, earlier);
            }
            else if (places.Requests.TryGetValue(result.CustomId, out ContentHash asked)
                && await directory.ReadAsync(tenant, asked, cancellationToken).ConfigureAwait(false) is { } parameters)
            {
                ReadOnlyMemory<byte> whole = await GoOnAsync(context, tenant, parameters, message, cancellationToken).ConfigureAwait(false);
                splice.Replace(result.Message, await directory.CompleteAsync(tenant, batchId, result.CustomId, whole, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                splice.Replace(result.Message, answer.ToClient([], ownCallsDropped: true));
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or HttpRequestException or InvalidDataException or IOException)
        {
            GatewayLog.UpstreamFailed(logger, nameof(Provider.Anthropic), failure.Message);
            splice.Replace(result.Result, Errored(failure.Message));
        }

        return splice.ToMemory();
    }

    private async Task<ReadOnlyMemory<byte>> GoOnAsync(
        HttpContext context, TenantId tenant, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        TurnRequest request = BatchPreparation.Request(tenant, CallerIdentity.Of(context.Request), parameters);
        PreparedTurn turn = await preparation.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        if (!turn.OffersRetrieval)
        {
            throw new StoreUnavailableException("The original that the model asked for cannot be read now; fetch the results again later.");
        }

        HttpContext ordinary = Ordinary(context);
        var rounds = new AnswerRounds(WireProtocol.AnthropicMessages, new RetrievalRounds(retrieval, tenant, turn), async pieces =>
        {
            using HttpResponseMessage next = await retries
                .SendAsync(ordinary, Provider.Anthropic, () => new PiecesContent(pieces), isDecoded: false, mustRead: true, cancellationToken).ConfigureAwait(false);
            if (!next.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"The provider answered {(int)next.StatusCode} to the continuation after a retrieval.");
            }

            return await AnswerDecoding.ReadAsync(upstream, next, options.MaxInspectedAnswerBytes, cancellationToken).ConfigureAwait(false);
        });
        return await rounds.CompleteAsync(message, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("The provider's answer to the continuation after a retrieval is no message.");
    }

    /// <summary>The request by which the client would have asked for one of the answers itself.</summary>
    private static DefaultHttpContext Ordinary(HttpContext context)
    {
        var ordinary = new DefaultHttpContext { RequestAborted = context.RequestAborted, RequestServices = context.RequestServices };
        ordinary.Features.Set(Access.CallerAccess.Of(context));
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers)
        {
            ordinary.Request.Headers[name] = value;
        }

        ordinary.Request.Method = HttpMethods.Post;
        ordinary.Request.Path = "/v1/messages";
        ordinary.Request.ContentType = "application/json";
        ordinary.Request.Headers.Accept = "application/json";
        ordinary.Features.Get<IHttpRequestFeature>()!.RawTarget = "/v1/messages";
        return ordinary;
    }

    private static ReadOnlyMemory<byte> Errored(string message) => JsonText.Fill(
        """{"type":"errored","error":{"type":"error","error":{"type":"api_error","message":§}}}""", message);
}
