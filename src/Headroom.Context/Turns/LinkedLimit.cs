namespace Headroom.Context.Turns;

/// <summary>A token that fires after a limit, or with the one that it is linked to.</summary>
public sealed class LinkedLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _link;

    /// <summary>Begins the limit.</summary>
    /// <param name="limit">How long until the token fires.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Fires it earlier.</param>
    public LinkedLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = new CancellationTokenSource(limit, time);
        _link = cancellationToken.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), _limit);
    }

    /// <value>The token.</value>
    public CancellationToken Token => _limit.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _link.Dispose();
        _limit.Dispose();
    }
}
