using Headroom.Context.Turns;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Errors;

/// <summary>Says once that the store is down, and once that it is back; the counters say how often it was felt.</summary>
internal sealed class StoreWatch(ILogger logger)
{
    private readonly Lock _lock = new();
    private long _failures;
    private bool _isDown;

    /// <summary>Looks at the counters after a turn.</summary>
    public void Observe(TurnCounters counters, PreparedTurn turn)
    {
        lock (_lock)
        {
            long failures = counters.StoreFailures + counters.CommitFailures + counters.Degraded;
            if (failures > _failures && !_isDown)
            {
                GatewayLog.StoreIsDown(logger, $"Failures so far: {failures}; see /stats.");
            }
            else if (failures == _failures && _isDown && turn.HasStored)
            {
                GatewayLog.StoreIsBack(logger);
            }

            _isDown = failures > _failures || (_isDown && !turn.HasStored);
            _failures = failures;
        }
    }
}
