using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;

namespace Headroom.Context.Turns;

/// <summary>Keeps alive what turns show, and stores again what is gone although a client still sends it.</summary>
internal sealed class TurnRenewal(IContentStore contents, TenantSecrets secrets, TurnCounters counters)
{
    /// <summary>The originals and outputs that a turn shows.</summary>
    public async Task<IReadOnlyList<StoredContent>> ShownAsync(TurnWork work, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> secret = await secrets.GetAsync(work.Request.Tenant, cancellationToken).ConfigureAwait(false);
            return
            [
                .. work.Blocks.Where(block => block.Output is not null).SelectMany(block => (StoredContent[])
                [
                    new(
                        block.Hash, block.Content, TenantSecrets.Marker(secret.Span, block.Hash),
                        new ContentDescription("original", block.Verdict!.TokensBefore, ToolName: block.Block.ToolName)),
                    new(block.Verdict!.Output!.Value, block.Output!.Value, null, new ContentDescription("output", block.Verdict!.TokensAfter)),
                ]),
            ];
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            counters.CountStoreFailure();
            return [];
        }
    }

    /// <summary>Renews contents; runs beside the upstream call.</summary>
    public async Task RenewAsync(TenantId tenant, IReadOnlyList<StoredContent> shown, CancellationToken cancellationToken)
    {
        if (shown.Count == 0)
        {
            return;
        }

        try
        {
            IReadOnlyList<ContentHash> gone = await contents.RenewAsync(tenant, [.. shown.Select(content => content.Hash)], cancellationToken).ConfigureAwait(false);
            if (gone.Count > 0)
            {
                HashSet<ContentHash> missing = [.. gone];
                await contents.PutAsync(tenant, [.. shown.Where(content => missing.Contains(content.Hash))], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            counters.CountStoreFailure();
        }
    }
}
