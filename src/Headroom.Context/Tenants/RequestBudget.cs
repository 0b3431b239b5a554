using Headroom.Context.Ports;

namespace Headroom.Context.Tenants;

/// <summary>
/// Counts calls by a bucket that holds a minute's worth and fills evenly, so that neither the turn of a minute nor a burst lets through
/// more than that. It is in memory only and begins full. Thread-safe.
/// </summary>
public sealed class RequestBudget(TimeProvider time)
{
    private readonly Lock _gate = new();
    private double? _left;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one call, if there is one.</summary>
    /// <param name="perMinute">How many there may be in a minute.</param>
    public Admission Take(int perMinute)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            double left = Math.Min(perMinute, (_left ?? perMinute) + time.GetElapsedTime(_at, now).TotalMinutes * perMinute);
            _at = now;
            _left = left >= 1 ? left - 1 : left;
            return left >= 1 ? Admission.Granted : new Admission(false, TimeSpan.FromMinutes((1 - left) / perMinute));
        }
    }
}
