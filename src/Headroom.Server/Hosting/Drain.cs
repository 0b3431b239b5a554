using Headroom.Gateway.Hosting;
using Headroom.Server.Settings;
using Microsoft.Extensions.Hosting;

namespace Headroom.Server.Hosting;

/// <summary>
/// The order of stopping: 1. say that the process is not ready, 2. go on until whoever sends requests has heard it, 3. take no
/// more and finish open streams, 4. leave the cluster. This class does 1 and 2; 3 and 4 are the host's, which stops what was
/// added last, the server, first.
/// </summary>
internal sealed class Drain(Readiness readiness, ServerSettings settings, TimeProvider time) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.StartDraining();
        await Task.Delay(settings.DrainDelay, time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
