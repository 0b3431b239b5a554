using System.Runtime.ExceptionServices;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;

namespace Headroom.Context.Storage;

/// <summary>
/// Two content stores as one: short contents in a fast store, longer ones in a roomy one. Each keeps the markers, the ages and
/// the quota of what it holds, so that neither knows of the other. A read asks the fast one first, unless this process has seen
/// the content in the roomy one. Whoever moves the threshold still finds what lies where it would not go any more, and a store
/// that does not answer hides nothing that the other has.
/// </summary>
/// <param name="small">Keeps contents of up to <paramref name="threshold"/> bytes.</param>
/// <param name="large">Keeps longer ones.</param>
/// <param name="threshold">The longest content, in bytes as it is read, that goes to <paramref name="small"/>.</param>
public sealed class TieredContentStore(IContentStore small, IContentStore large, int threshold = TieredContentStore.DefaultThreshold)
    : IContentStore
{
    /// <summary>64 KiB.</summary>
    public const int DefaultThreshold = 64 * 1024;

    private const int MaxSeen = 65_536;

    private readonly Remembered<ChunkKey, bool> _seenInLarge = new(MaxSeen);

    /// <inheritdoc/>
    public async Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        ILookup<bool, StoredContent> bySize = contents.ToLookup(content => content.Bytes.Length > threshold);
        StoredContent[] shorter = [.. bySize[false]], longer = [.. bySize[true]];
        Task first = shorter.Length > 0 || longer.Length == 0 ? small.PutAsync(tenant, shorter, cancellationToken) : Task.CompletedTask;
        Task second = longer.Length > 0 ? large.PutAsync(tenant, longer, cancellationToken) : Task.CompletedTask;
        await Task.WhenAll(first, second).ConfigureAwait(false);
        foreach (StoredContent content in longer)
            _seenInLarge.Add(new ChunkKey(tenant, content.Hash), true);
    }

    /// <inheritdoc/>
    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken) =>
        FindAsync(key, store => store.GetAsync(key, cancellationToken));

    /// <inheritdoc/>
    public Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken) =>
        FindAsync(key, store => store.GetRangeAsync(key, offset, length, cancellationToken));

    /// <inheritdoc/>
    public async Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken)
    {
        (MarkerLookup answer, bool isLarge) = await AskBothAsync(
            small, large, store => store.ResolveAsync(tenant, marker, cancellationToken),
            lookup => lookup is MarkerLookup.Found, lookup => lookup is not MarkerLookup.Unknown).ConfigureAwait(false);
        if (isLarge && answer is MarkerLookup.Found found)
            _seenInLarge.Add(new ChunkKey(tenant, found.Hash), true);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        ILookup<bool, ContentHash> byPlace = hashes.ToLookup(hash => _seenInLarge.TryGet(new ChunkKey(tenant, hash), out _));
        Task<IReadOnlyList<ContentHash>> near = RenewInAsync(small, large, [.. byPlace[false]]), far = RenewInAsync(large, small, [.. byPlace[true]]);
        HashSet<ContentHash> gone = [.. (await Task.WhenAll(near, far).ConfigureAwait(false)).SelectMany(missing => missing)];
        return gone.Count == 0 ? [] : [.. hashes.Where(gone.Contains)];

        async Task<IReadOnlyList<ContentHash>> RenewInAsync(IContentStore first, IContentStore second, ContentHash[] wanted)
        {
            if (wanted.Length == 0)
                return [];
            IReadOnlyList<ContentHash> elsewhere = await first.RenewAsync(tenant, wanted, cancellationToken).ConfigureAwait(false);
            if (elsewhere.Count == 0)
                return [];
            IReadOnlyList<ContentHash> missing = await second.RenewAsync(tenant, elsewhere, cancellationToken).ConfigureAwait(false);
            if (second == large)
            {
                foreach (ContentHash hash in elsewhere.Except(missing))
                    _seenInLarge.Add(new ChunkKey(tenant, hash), true);
            }
            return missing;
        }
    }

    /// <inheritdoc/>
    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) => AskAsync(
        key, store => store.CountRetrievalAsync(key, cancellationToken), count => count > 0, count => count > 0);

    /// <inheritdoc/>
    public async Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ContentTotals[] both = await Task.WhenAll(
            small.TotalsAsync(tenant, cancellationToken), large.TotalsAsync(tenant, cancellationToken)).ConfigureAwait(false);
        return new ContentTotals(
            both.Sum(part => part.Entries), both.Sum(part => part.Bytes), both.Sum(part => part.StoredBytes), both.Sum(part => part.Retrievals));
    }

    private Task<ContentLookup> FindAsync(ChunkKey key, Func<IContentStore, Task<ContentLookup>> ask) =>
        AskAsync(key, ask, lookup => lookup is ContentLookup.Found, lookup => lookup is not ContentLookup.Unknown);

    /// <summary>Asks the store where the content was seen, or the fast one; then the other.</summary>
    private async Task<T> AskAsync<T>(ChunkKey key, Func<IContentStore, Task<T>> ask, Func<T, bool> isFound, Func<T, bool> saysMore)
    {
        bool wasLarge = _seenInLarge.TryGet(key, out _);
        (T answer, bool isSecond) = await AskBothAsync(
            wasLarge ? large : small, wasLarge ? small : large, ask, isFound, saysMore).ConfigureAwait(false);
        if (isSecond && !wasLarge && isFound(answer))
            _seenInLarge.Add(key, true);
        return answer;
    }

    /// <summary>
    /// Asks one store, and the other where the first has not got it. Where neither has it, the answer that says more stands; where
    /// one of them did not answer, nobody knows.
    /// </summary>
    private static async Task<(T Answer, bool IsSecond)> AskBothAsync<T>(
        IContentStore first, IContentStore second, Func<IContentStore, Task<T>> ask, Func<T, bool> isFound, Func<T, bool> saysMore)
    {
        T? answer = default;
        ExceptionDispatchInfo? failure = null;
        try
        {
            answer = await ask(first).ConfigureAwait(false);
            if (isFound(answer))
                return (answer, false);
        }
        catch (StoreUnavailableException unavailable)
        {
            failure = ExceptionDispatchInfo.Capture(unavailable);
        }
        T other = await ask(second).ConfigureAwait(false);
        if (!isFound(other))
            failure?.Throw();
        return failure is not null || saysMore(other) ? (other, true) : (answer!, false);
    }
}
