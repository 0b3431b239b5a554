namespace Headroom.Grains.Hosting;

/// <summary>Goes on trying to reach the cluster: until then sessions are served from the ledger alone.</summary>
internal sealed class PatientConnecting(TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
