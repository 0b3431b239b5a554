using System.Globalization;
using System.Security.Cryptography;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Usage;
using Headroom.Grains.Calls;
using Headroom.Grains.Keys;

namespace Headroom.Grains.Usage;

/// <summary>
/// Usage by grains: whatever number of gateways come and go, an hour of a tenant is in a few records. Where the cluster does not
/// answer, the record store is written from here.
/// </summary>
internal sealed class OrleansUsage(IGrainFactory grains, GrainCalls calls, IUsage storeAlone) : IUsage
{
    private const int Shards = 4;

    private static readonly TimeSpan AddLimit = CallLimit.Of<IUsageGrain>(nameof(IUsageGrain.AddAsync));

    private readonly int _shard = RandomNumberGenerator.GetInt32(Shards);

    /// <inheritdoc/>
    public async Task AddAsync(TenantId tenant, DateTimeOffset hour, IReadOnlyCollection<UsageRow> rows, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{hour.UtcDateTime:yyyy-MM-dd}/{_shard}");
        IUsageGrain grain = grains.GetGrain<IUsageGrain>(new TenantKey(tenant.Value, name).ToString());
        var batch = new UsageBatchRecord(Guid.NewGuid(), hour, UsageHour.Empty.Plus(rows).Encode());
        Answer<bool> answer = await calls.TryAsync(tenant, AddLimit, token => grain.AddAsync(batch, token), cancellationToken).ConfigureAwait(false);
        if (!answer.IsThere)
        {
            await storeAlone.AddAsync(tenant, hour, rows, cancellationToken).ConfigureAwait(false);
        }
        else if (!answer.Value)
        {
            throw new StoreUnavailableException($"The record store did not answer the silo of tenant {tenant}'s usage.");
        }
    }
}
