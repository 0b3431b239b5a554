namespace Headroom.Storage.AzureStates.Calls;

/// <summary>Starts a grain storage outside of a silo: what it would do when one starts is done here.</summary>
internal sealed class StorageStart : ISiloLifecycle
{
    private readonly List<ILifecycleObserver> _observers = [];

    /// <inheritdoc/>
    public int HighestCompletedStage => ServiceLifecycleStage.Last;

    /// <inheritdoc/>
    public int LowestStoppedStage => ServiceLifecycleStage.Last;

    /// <inheritdoc/>
    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        _observers.Add(observer);
        return new Subscription();
    }

    /// <summary>Starts it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (ILifecycleObserver observer in _observers)
        {
            await observer.OnStart(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Subscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
