using Headroom.Context.Caches;
using Headroom.Context.Turns;
using Headroom.Gateway.Errors;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Steps 2 to 9, failing open: whatever goes wrong in preparing a request, it goes through as it came, and the log says so.</summary>
internal sealed class TurnPreparation(TurnPipeline pipeline, ILogger<TurnPreparation> logger)
{
    /// <summary>A client with such a defect has it in every conversation.</summary>
    private const int MaxWarnings = 10;

    private readonly StoreWatch _store = new(logger);
    private Exception? _loggedDefect;
    private int _warnings;

    /// <summary>Prepares a request.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<PreparedTurn> PrepareAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        try
        {
            PreparedTurn turn = await pipeline.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
            if (pipeline.Counters.LastCompressorDefect is { } defect && !ReferenceEquals(defect, Interlocked.Exchange(ref _loggedDefect, defect)))
            {
                GatewayLog.CompressorFailed(logger, defect);
            }

            _store.Observe(pipeline.Counters, turn);
            Warn(turn);
            if (turn.ColdStart is { } cold)
            {
                GatewayLog.ColdHistory(logger, turn.Map?.Model, cold.Messages, cold.TokensSaved, cold.Gain);
            }

            return turn;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GatewayLog.PreparationFailed(logger, failure);
            return pipeline.AsItCame(request);
        }
    }

    /// <summary>Says, a few times and not for every request, what the client does that keeps its provider from using its cache.</summary>
    private void Warn(PreparedTurn turn)
    {
        if (turn.Sight is not { IsFirstOfItsKind: true, Drift: PrefixDrift.Tools or PrefixDrift.System } sight || Interlocked.Increment(ref _warnings) > MaxWarnings)
        {
            return;
        }

        string model = turn.Map?.Model ?? "unknown";
        if (sight.Volatile is { IsEmpty: false } found)
        {
            GatewayLog.VolatileSystemText(logger, model, found.Times, found.Uuids, found.Epochs);
        }
        else
        {
            GatewayLog.PrefixDrifts(logger, model, sight.Drift);
        }
    }
}
