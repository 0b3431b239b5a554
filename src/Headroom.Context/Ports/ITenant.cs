using Headroom.Context.Tenants;

namespace Headroom.Context.Ports;

/// <summary>One tenant: what holds for its requests, and how many of them may come.</summary>
public interface ITenant
{
    /// <summary>What holds for its requests.</summary>
    /// <exception cref="StoreUnavailableException">Nobody who knows has answered in time.</exception>
    ValueTask<TenantPolicy> PolicyAsync(CancellationToken cancellationToken);

    /// <summary>Asks for one model call. The same call may be asked for twice, and then counts twice.</summary>
    /// <exception cref="StoreUnavailableException">Nobody who counts has answered in time.</exception>
    ValueTask<Admission> AdmitAsync(CancellationToken cancellationToken);
}

/// <summary>The answer to a model call that wants to begin.</summary>
/// <param name="IsAdmitted">Whether it may.</param>
/// <param name="RetryAfter">When one may, if none comes before; zero for one that is admitted.</param>
public readonly record struct Admission(bool IsAdmitted, TimeSpan RetryAfter)
{
    /// <summary>It may.</summary>
    public static Admission Granted { get; } = new(true, TimeSpan.Zero);
}
