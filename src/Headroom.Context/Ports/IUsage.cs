using Headroom.Context.Keys;
using Headroom.Context.Usage;

namespace Headroom.Context.Ports;

/// <summary>Takes what tenants use, in batches.</summary>
public interface IUsage
{
    /// <summary>Adds what a tenant used in an hour. Durable when it returns.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged; it may be added again, then what was written in part counts twice at most once.</exception>
    Task AddAsync(TenantId tenant, DateTimeOffset hour, IReadOnlyCollection<UsageRow> rows, CancellationToken cancellationToken);
}
