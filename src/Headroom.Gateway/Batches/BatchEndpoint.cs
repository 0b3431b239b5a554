using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Retrieval;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Batches;

/// <summary>Anthropic's message batches: requests are made smaller one by one, and calls of our tool in their results answered.</summary>
internal sealed class BatchEndpoint(
    GatewayOptions options, BatchPreparation preparation, BatchResults results, BatchDirectory directory, TurnPipeline pipeline, UpstreamClient upstream,
    UpstreamRetries retries, GatewayStats stats, TurnAccounts accounts, TimeProvider time, ILogger<BatchEndpoint> logger)
{
    /// <summary><c>POST /v1/messages/batches</c>.</summary>
    public Task CreateAsync(HttpContext context) => GuardAsync(context, () => SendAsync(context));

    /// <summary><c>GET /v1/messages/batches</c> and <c>/{id}</c>, <c>POST /{id}/cancel</c>: what tells of batches.</summary>
    public Task TellAsync(HttpContext context) => GuardAsync(context, async () =>
    {
        using HttpResponseMessage answer = await upstream
            .SendAsync(context, Provider.Anthropic, content: null, isDecoded: false, mustRead: true, context.RequestAborted).ConfigureAwait(false);
        stats.CountPassthrough(Provider.Anthropic, (int)answer.StatusCode);
        await TellAsync(context, answer, id => IsOursAsync(context, id)).ConfigureAwait(false);
    });

    /// <summary><c>GET /v1/messages/batches/{id}/results</c>.</summary>
    public Task ResultsAsync(HttpContext context, string batchId) => GuardAsync(context, async () =>
    {
        BatchPlaces? places = await FindAsync(context, batchId).ConfigureAwait(false);
        bool isOurs = places is { Requests.Count: > 0 };
        using HttpResponseMessage answer = await upstream
            .SendAsync(context, Provider.Anthropic, content: null, isDecoded: false, mustRead: isOurs, context.RequestAborted).ConfigureAwait(false);
        stats.CountPassthrough(Provider.Anthropic, (int)answer.StatusCode);
        if (!isOurs || !answer.IsSuccessStatusCode || !AnswerDecoding.CanDecode(answer))
        {
            await AnswerRelay.RelayAsync(context, Provider.Anthropic, upstream, answer, logger).ConfigureAwait(false);
            return;
        }

        UpstreamHeaders.CopyResponse(answer, context.Response, isRewritten: true);
        await AnswerRelay.StartAsync(context).ConfigureAwait(false);
        try
        {
            await results.RelayAsync(context, batchId, places!, answer).ConfigureAwait(false);
        }
        catch (Exception broken) when (AnswerRelay.IsBroken(broken))
        {
            AnswerRelay.BreakOff(context, Provider.Anthropic, broken, logger);
        }
    });

    private Task GuardAsync(HttpContext context, Func<Task> handle) => UpstreamFailures.AnswerAsync(context, Provider.Anthropic, stats, logger, handle);

    private async Task SendAsync(HttpContext context)
    {
        long start = time.GetTimestamp();
        using RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxParsedBytes, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsWhole)
        {
            await AnswerRelay.ForwardOversizeAsync(context, Provider.Anthropic, upstream, body, options.MaxBodyBytes, stats, logger).ConfigureAwait(false);
            return;
        }

        TenantId tenant = CallerAccess.Of(context).Tenant;
        Caller caller = CallerIdentity.Of(context.Request);
        PreparedBatch batch = options.Bypasses(context.Request)
            ? new PreparedBatch([body.Bytes], [], [])
            : await preparation.PrepareAsync(tenant, caller, body.Bytes, context.RequestAborted).ConfigureAwait(false);
        UsageSubject subject = CallerSubject.Of(context, Provider.Anthropic) with { Model = "batch" };
        accounts.CountSharing(tenant, subject, batch.Turns);
        TimeSpan overhead = time.GetElapsedTime(start);
        using HttpResponseMessage answer = await retries
            .SendAsync(context, Provider.Anthropic, () => new PiecesContent(batch.Pieces), body.IsDecoded, mustRead: true, context.RequestAborted).ConfigureAwait(false);
        TurnFigures figures = batch.Measure(pipeline.Meter);
        FigureHeaders.Write(context.Response, figures);
        await TellAsync(context, answer, id => Task.FromResult(batch.Open.Count > 0), id => KeepAsync(tenant, id, batch)).ConfigureAwait(false);
        accounts.Count(tenant, subject, batch.Turns, new TurnRecord(
            Provider.Anthropic, subject.Model, (int)answer.StatusCode, figures, TokenUsage.Unknown, 0, 0, overhead, time.GetElapsedTime(start)));
    }

    /// <summary>Relays what tells of batches, with the addresses of results that are ours to complete.</summary>
    private async Task TellAsync(HttpContext context, HttpResponseMessage answer, Func<string, Task<bool>> isOurs, Func<string, Task>? keep = null)
    {
        if (!answer.IsSuccessStatusCode || !AnswerDecoding.CanDecode(answer))
        {
            await AnswerRelay.RelayAsync(context, Provider.Anthropic, upstream, answer, logger).ConfigureAwait(false);
            return;
        }

        ReadOnlyMemory<byte> told = await AnswerDecoding
            .ReadAsync(upstream, answer, options.MaxInspectedAnswerBytes, context.RequestAborted).ConfigureAwait(false);
        if (keep is not null && MessageBatch.IdOf(told) is { } id)
        {
            await keep(id).ConfigureAwait(false);
        }

        await WholeAnswer.SendAsync(context.Response, answer, await BatchAddresses.RewriteAsync(context.Request, told, isOurs).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task KeepAsync(TenantId tenant, string batchId, PreparedBatch batch)
    {
        try
        {
            // The batch exists whether the client still waits or not.
            await directory.KeepAsync(tenant, batchId, batch.Open, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // Calls of our tool in its results then reach the client, which can still redeem them by /v1/retrieve.
            pipeline.Counters.CountStoreFailure();
        }
    }

    private async Task<bool> IsOursAsync(HttpContext context, string batchId) => await FindAsync(context, batchId).ConfigureAwait(false) is { Requests.Count: > 0 };

    private async Task<BatchPlaces?> FindAsync(HttpContext context, string batchId)
    {
        try
        {
            return await directory.FindAsync(CallerAccess.Of(context).Tenant, batchId, context.RequestAborted).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            pipeline.Counters.CountStoreFailure();
            return null;
        }
    }
}
