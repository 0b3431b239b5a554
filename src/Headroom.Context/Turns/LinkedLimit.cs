namespace Headroom.Context.Turns;

/// <summary>A token that fires after a limit, or with the one that it is linked to.</summary>
public sealed class LinkedLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _linked;

    /// <summary>Begins the limit.</summary>
    /// <param name="limit">How long until the token fires.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Fires it earlier.</param>
    public LinkedLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = new CancellationTokenSource(limit, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellationToken);
    }

    /// <value>The token.</value>
    public CancellationToken Token => _linked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _limit.Dispose();
    }
}
