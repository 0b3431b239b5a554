namespace Headroom.Gateway.Hosting;

/// <summary>Whether new requests are wanted: from the moment the process is told to stop they are not, and <c>/readyz</c> says so.</summary>
public sealed class Readiness
{
    private volatile bool _isDraining;

    /// <value>Whether the process is about to stop.</value>
    public bool IsDraining => _isDraining;

    /// <summary>Asks whoever sends requests to send them elsewhere. Those that come are served.</summary>
    public void StartDraining() => _isDraining = true;
}
