using Headroom.Context.Turns;
using Headroom.Gateway.Errors;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Steps 2 to 9, failing open: whatever goes wrong in preparing a request, it goes through as it came, and the log says so.</summary>
internal sealed class TurnPreparation(TurnPipeline pipeline, ILogger<TurnPreparation> logger)
{
    private readonly StoreWatch _store = new(logger);
    private Exception? _loggedDefect;

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
            return turn;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GatewayLog.PreparationFailed(logger, failure);
            return pipeline.AsItCame(request);
        }
    }
}
