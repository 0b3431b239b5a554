using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Gateway.ModelCalls;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Gateway.Batches;

/// <summary>Prepares each request of a batch as if it came alone.</summary>
internal sealed class BatchPreparation(TurnPreparation preparation, TurnPipeline pipeline, BatchDirectory directory)
{
    /// <summary>Prepares a batch; one that cannot be read goes as it came.</summary>
    public async Task<PreparedBatch> PrepareAsync(TenantId tenant, Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (MessageBatch.TryRead(body) is not { } items)
        {
            return new PreparedBatch([body], [], []);
        }

        var turns = new PreparedTurn[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, items.Count), options, async (i, token) =>
            turns[i] = await preparation.PrepareAsync(Request(tenant, caller, items[i].Params.Of(body)), token).ConfigureAwait(false)).ConfigureAwait(false);

        List<BatchRequest> open = [];
        var splice = new BodySplice(body);
        for (int i = 0; i < items.Count; i++)
        {
            if (turns[i].Splice.IsChanged)
            {
                splice.Replace(items[i].Params, turns[i].Splice.ToMemory());
            }

            if (turns[i].OffersRetrieval)
            {
                open.Add(new BatchRequest(items[i].CustomId, items[i].Params.Of(body)));
            }
        }

        return await IsKeptAsync(tenant, open, cancellationToken).ConfigureAwait(false)
            ? new PreparedBatch(splice.ToPieces(), open, turns)
            : new PreparedBatch([body], [], []);
    }

    /// <summary>A request of a batch, the same when it is sent and when its result is completed. The conversation that headers name made the batch, and is none of its requests'.</summary>
    public static TurnRequest Request(TenantId tenant, Caller caller, ReadOnlyMemory<byte> parameters) =>
        new(tenant, caller with { ConversationHint = null }, WireProtocol.AnthropicMessages, parameters, IsBypassed: false);

    /// <summary>A model that calls our tool can be answered only if its request is known when the results are read.</summary>
    private async Task<bool> IsKeptAsync(TenantId tenant, List<BatchRequest> open, CancellationToken cancellationToken)
    {
        try
        {
            await directory.PutAsync(tenant, open, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            pipeline.Counters.CountStoreFailure();
            return false;
        }
    }
}

/// <summary>A batch as it goes upstream.</summary>
/// <param name="Pieces">The body, in pieces.</param>
/// <param name="Open">The requests in which the model may call our tool, as the client wrote them.</param>
/// <param name="Turns">What became of each request.</param>
internal sealed record PreparedBatch(IReadOnlyList<ReadOnlyMemory<byte>> Pieces, IReadOnlyList<BatchRequest> Open, IReadOnlyList<PreparedTurn> Turns)
{
    /// <summary>What the batch was and became.</summary>
    public TurnFigures Measure(TurnMeter meter)
    {
        TurnFigures[] all = [.. Turns.Select(meter.Measure)];
        return new TurnFigures(
            all.Sum(figures => figures.TokensBefore), all.Sum(figures => figures.TokensAfter), Array.Exists(all, figures => figures.IsEstimate),
            [.. all.SelectMany(figures => figures.Transforms).Distinct()]);
    }
}
