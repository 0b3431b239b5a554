namespace Headroom;

/// <summary>Where a gateway is and how it is called.</summary>
public sealed record HeadroomClientOptions
{
    /// <value>Its root, without <c>/v1</c>.</value>
    public required Uri Url { get; init; }

    /// <value>The Headroom key. The default is <c>null</c>: a gateway on this machine asks for none.</value>
    public string? Key { get; init; }

    /// <value>How long one answer may take. The default is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>How often a call is repeated while the gateway is busy or not reached. The default is 2.</value>
    public int Retries { get; init; } = 2;

    /// <value>The pause before the first repetition; it doubles with each. The default is 200 milliseconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <value>The largest answer that is read. The default is 256 MiB.</value>
    public long MaxAnswerBytes { get; init; } = 256L << 20;
}
