using System.Globalization;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>Runs every stage once on made-up content, so that no request pays for loading and compiling.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Runs to its end; a store that does not answer is counted, and met again by the first request.</summary>
    public static async Task RunAsync(TenantId tenant, TenantSecrets secrets, BlockCompression compression, ProfileSelection profiles, TurnCounters counters)
    {
        TokenCounters.Warm();
        using var limit = new CancellationTokenSource(Limit);
        List<BlockWork> blocks = [.. new[] { Rows(), LogLines() }.Select((text, i) => new BlockWork(i, new TurnBlock(default, null, null), Encoding.UTF8.GetBytes(text)))];
        BlockWork.Number(blocks);
        await compression.CompressAsync(blocks, profiles, Anchors.None, new byte[32], null, limit.Token).ConfigureAwait(false);
        try
        {
            await secrets.GetAsync(tenant, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            counters.CountStoreFailure();
        }
    }

    private static string Rows() => "[" + string.Join(',', Enumerable.Range(0, 60).Select(i => string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":{{i}},"name":"row {{i}}","state":"{{(i % 20 == 7 ? "error" : "ok")}}","value":{{i * 1.5}}}"""))) + "]";

    private static string LogLines() => string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"2026-01-01T00:00:{i:00}.000Z {(i % 20 == 7 ? "ERROR" : "INFO")} worker request {i * 17} done in {i} ms\n")));
}
