using System.Buffers;
using System.IO.Pipelines;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Relays an answer's bytes as they come.</summary>
internal static class AnswerRelay
{
    private const int ReadSize = 16 << 10;

    /// <summary>Sends a request on as it is, and relays what comes back.</summary>
    public static async Task ForwardAsync(
        HttpContext context, Provider provider, UpstreamClient upstream, HttpContent? content, bool isDecoded, GatewayStats stats, ILogger logger)
    {
        using HttpResponseMessage answer = await upstream
            .SendAsync(context, provider, content, isDecoded, mustRead: false, context.RequestAborted).ConfigureAwait(false);
        stats.CountPassthrough(provider, (int)answer.StatusCode);
        await RelayAsync(context, provider, upstream, answer, logger).ConfigureAwait(false);
    }

    /// <summary>Sends on a request that is too large to be parsed: what was read of it, then what is still to come; counted.</summary>
    public static Task ForwardOversizeAsync(
        HttpContext context, Provider provider, UpstreamClient upstream, RequestBody body, long maxBytes, GatewayStats stats, ILogger logger)
    {
        stats.CountOversize();
        return ForwardAsync(context, provider, upstream, body.ToContent(context.Request, maxBytes), body.IsDecoded, stats, logger);
    }

    /// <summary>Relays status, headers and body. Where upstream breaks off, so does the answer: never a clean end.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="provider">Whose answer it is.</param>
    /// <param name="upstream">Where it comes from.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="usage">Sees the bytes on their way.</param>
    public static async Task RelayAsync(HttpContext context, Provider provider, UpstreamClient upstream, HttpResponseMessage answer, ILogger logger, UsageReader? usage = null)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        UpstreamHeaders.CopyResponse(answer, context.Response, isRewritten: false);
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            await using Stream body = await upstream.OpenAsync(answer, context.RequestAborted).ConfigureAwait(false);
            await CopyAsync(body, context.Response.BodyWriter, usage, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            BreakOff(context, provider, broken, logger);
        }
    }

    /// <summary>Sends the headers at once: a client waits for them before it reads a stream.</summary>
    public static async Task StartAsync(HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Whether an exception says that one of the two connections is gone.</summary>
    public static bool IsBroken(Exception failure) => failure is HttpRequestException or IOException or InvalidDataException or OperationCanceledException;

    /// <summary>Breaks the client's connection off, and says so where it was upstream that went.</summary>
    public static void BreakOff(HttpContext context, Provider provider, Exception broken, ILogger logger)
    {
        if (!context.RequestAborted.IsCancellationRequested)
        {
            GatewayLog.UpstreamBrokeOff(logger, provider.ToString(), broken.Message);
        }

        context.Abort();
    }

    /// <summary>Each piece goes out as it comes; the headers with the first where it is there already, else at once.</summary>
    private static async Task CopyAsync(Stream from, PipeWriter to, UsageReader? usage, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            ValueTask<int> reading = from.ReadAsync(buffer, cancellationToken);
            if (!reading.IsCompletedSuccessfully)
            {
                await to.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            while (await reading.ConfigureAwait(false) is var read and > 0)
            {
                usage?.Push(buffer.AsSpan(0, read));
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                reading = from.ReadAsync(buffer, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
