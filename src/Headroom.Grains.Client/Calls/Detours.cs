using System.Collections.Concurrent;
using Headroom.Context.Keys;

namespace Headroom.Grains.Calls;

/// <summary>
/// Sessions whose grain did not answer a moment ago: until their pause is over their turns do not ask it again, so that a silo
/// that is gone, and not yet known to be, costs a session its limits once and not with every turn.
/// </summary>
internal sealed class Detours(TimeProvider time)
{
    private const int MaxSessions = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<SessionKey, long> _begun = new();

    /// <summary>Whether a session's pause is not over.</summary>
    public bool IsOn(SessionKey key)
    {
        if (!_begun.TryGetValue(key, out long begun))
        {
            return false;
        }

        bool isOn = time.GetElapsedTime(begun) < Pause;
        if (!isOn)
        {
            _begun.TryRemove(KeyValuePair.Create(key, begun));
        }

        return isOn;
    }

    /// <summary>Begins a session's pause. Where too many are paused, all are asked again.</summary>
    public void Begin(SessionKey key)
    {
        FabricInstruments.Detours.Add(1);
        if (_begun.Count >= MaxSessions)
        {
            _begun.Clear();
        }

        _begun.TryAdd(key, time.GetTimestamp());
    }
}
