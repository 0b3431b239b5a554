using Headroom.Context.Retrieval;
using Headroom.Context.Symbols;
using Headroom.Context.Turns;
using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>
/// The routes on which models are called: 1. admit; 2. to 9. are the turn pipeline's; 10. forward; 11. relay; 12. account.
/// </summary>
internal sealed class ModelEndpoint(
    GatewayOptions options, TurnPipeline pipeline, TurnPreparation preparation, ContentRetrieval retrieval, UpstreamClient upstream, UpstreamRetries retries, GatewayStats stats, TurnAccounts accounts,
    ProjectGraphs graphs, TimeProvider time, ILogger<ModelEndpoint> logger)
{
    /// <summary>Counting less than this takes less time than handing it to another thread.</summary>
    private const int MaxMeasuredInline = 32 << 10;

    /// <summary>Handles one request of a parsed protocol.</summary>
    public Task HandleAsync(HttpContext context, ModelRoute route) =>
        UpstreamFailures.AnswerAsync(context, route.Provider, stats, logger, () => AdmitAsync(context, route));

    private async Task AdmitAsync(HttpContext context, ModelRoute route)
    {
        long start = time.GetTimestamp();

        // 1. Admit.
        using RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxParsedBytes, context.RequestAborted).ConfigureAwait(false);
        if (body.IsWhole)
        {
            await TurnAsync(context, route, body, start).ConfigureAwait(false);
            return;
        }

        await AnswerRelay.ForwardOversizeAsync(context, route.Provider, upstream, body, options.MaxBodyBytes, stats, logger).ConfigureAwait(false);
    }

    private async Task TurnAsync(HttpContext context, ModelRoute route, RequestBody body, long start)
    {
        bool isBypassed = options.Bypasses(context.Request);
        var request = new TurnRequest(CallerAccess.Of(context).Tenant, CallerIdentity.Of(context.Request), route.Protocol, body.Bytes, isBypassed)
        {
            Model = context.GetRouteValue("model") as string,
            IsStabilized = options.IsStabilizing && !CallerIdentity.IsSubscription(context.Request),
            Graph = graphs.Named(CallerAccess.Of(context).Project)?.Graph,
        };
        PreparedTurn turn = await preparation.PrepareAsync(request, context.RequestAborted).ConfigureAwait(false);
        Task renewing = pipeline.RenewAsync(request.Tenant, turn, context.RequestAborted);
        var rounds = new RetrievalRounds(retrieval, request.Tenant, turn);
        var call = new ModelCall(context, route.Provider, route.Protocol, turn, rounds, upstream, retries, body.IsDecoded) { StreamsArray = route.StreamsArrays };
        UsageSubject subject = CallerSubject.Of(context, route.Provider) with { Model = turn.Map?.Model ?? "unknown" };
        accounts.CountSharing(request.Tenant, subject, [turn]);
        TimeSpan overhead = time.GetElapsedTime(start);
        Task<TurnFigures> measuring = Task.FromResult(TurnFigures.None);
        try
        {
            // 10. Forward. The turn is measured while the provider works on it.
            Task<HttpResponseMessage> sending = call.BeginAsync();
            measuring = MeasureAsync(turn);
            using HttpResponseMessage answer = await sending.ConfigureAwait(false);
            TurnFigures figures = await measuring.ConfigureAwait(false);
            FigureHeaders.Write(context.Response, figures);

            // 11. Relay.
            await RelayAsync(call, answer).ConfigureAwait(false);

            // 12. Account.
            turn.Sight?.Answered(call.LastUsage);
            accounts.Count(request.Tenant, subject, [turn], new TurnRecord(
                route.Provider, subject.Model, (int)answer.StatusCode, figures, call.Usage, rounds.Count, rounds.RetrievedTokens, overhead, time.GetElapsedTime(start)));
        }
        finally
        {
            // Both read the body's memory, which is given back behind this.
            await Task.WhenAll(measuring, renewing).ConfigureAwait(false);
        }
    }

    private Task<TurnFigures> MeasureAsync(PreparedTurn turn) => turn.Splice.Body.Length <= MaxMeasuredInline
        ? Task.FromResult(pipeline.Meter.Measure(turn))
        : Task.Run(() => pipeline.Meter.Measure(turn));

    private Task RelayAsync(ModelCall call, HttpResponseMessage answer)
    {
        bool isRead = call.Turn.OffersRetrieval && answer.IsSuccessStatusCode && AnswerDecoding.CanDecode(answer);
        string? type = answer.Content.Headers.ContentType?.MediaType;
        WireFormat format = WireFormat.Of(call.Protocol);
        AssistantStream? arrays = call.StreamsArray ? format.NewArrayStream() : null;
        bool isSmall = (answer.Content.Headers.ContentLength ?? 0) <= options.MaxInspectedAnswerBytes;
        return (isRead, type) switch
        {
            (true, _) when type == format.StreamMediaType => new StreamedAnswer(call, format.NewStream(), logger).RelayAsync(answer),
            (true, "application/json") when arrays is not null => new StreamedAnswer(call, arrays, logger).RelayAsync(answer),
            (true, "application/json") when isSmall => new WholeAnswer(call, options.MaxInspectedAnswerBytes, logger).RelayAsync(answer),
            _ => RelayUnreadAsync(call, answer),
        };
    }

    private async Task RelayUnreadAsync(ModelCall call, HttpResponseMessage answer)
    {
        UsageReader? usage = UsageReader.For(call, answer, options.MaxInspectedAnswerBytes);
        try
        {
            await AnswerRelay.RelayAsync(call.Http, call.Provider, upstream, answer, logger, usage).ConfigureAwait(false);
        }
        finally
        {
            call.LastUsage = call.Usage = usage is null ? TokenUsage.Unknown : await usage.EndAsync().ConfigureAwait(false);
        }
    }
}
