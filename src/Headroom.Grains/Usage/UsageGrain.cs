using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Usage;
using Headroom.Grains.Keys;

namespace Headroom.Grains.Usage;

/// <summary>A <see cref="UsageCore"/> behind a grain. Gateways gather what their turns use and send it every few seconds; no turn waits for it.</summary>
[GrainType("headroom.usage"), CollectionAgeLimit(Minutes = 5)]
internal sealed class UsageGrain(IGrainContext context, IRecordStore records) : Grain, IUsageGrain
{
    private readonly UsageCore _core = new(records, TenantOf(context), ShardOf(context));

    /// <inheritdoc/>
    public async Task<bool> AddAsync(UsageBatchRecord batch, CancellationToken cancellationToken)
    {
        try
        {
            await _core.AddAsync(batch.Id, batch.Hour, UsageHour.Decode(batch.Rows.Span).Rows, cancellationToken);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static TenantId TenantOf(IGrainContext context) => new(TenantKey.Parse(context.GrainId.Key.ToString()!).Tenant);

    private static string ShardOf(IGrainContext context) => "grain-" + TenantKey.Parse(context.GrainId.Key.ToString()!).Name.Split('/')[^1];
}
