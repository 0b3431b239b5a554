using System.Collections.Concurrent;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Tests.Fakes;

/// <summary>A content store in memory that fails when it is told to.</summary>
internal sealed class MemoryContentStore : IContentStore
{
    private readonly ConcurrentDictionary<ChunkKey, StoredContent> _contents = new();
    private readonly ConcurrentDictionary<(TenantId, MarkerHash), ContentHash> _markers = new();

    public bool IsDown { get; set; }

    public Action OnPut { get; set; } = () => { };

    public HashSet<ContentHash> Expired { get; } = [];

    public IEnumerable<StoredContent> All => _contents.Values;

    public Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        OnPut();
        Check(cancellationToken);
        foreach (StoredContent content in contents)
        {
            Assert.Equal(ContentHash.Of(content.Bytes.Span), content.Hash);
            _contents.TryAdd(new ChunkKey(tenant, content.Hash), content with { Bytes = content.Bytes.ToArray() });
            if (content.Marker is { } marker)
            {
                _markers.TryAdd((tenant, marker), content.Hash);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return Task.FromResult<ContentLookup>(
            Expired.Contains(key.Hash) ? new ContentLookup.Expired()
            : _contents.TryGetValue(key, out StoredContent? content) ? new ContentLookup.Found(content.Bytes, content.Bytes.Length, content.Description)
            : new ContentLookup.Unknown());
    }

    public Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return Task.FromResult<MarkerLookup>(_markers.TryGetValue((tenant, marker), out ContentHash hash) ? new MarkerLookup.Found(hash) : new MarkerLookup.Unknown());
    }

    public Task<IReadOnlyList<ContentHash>> RenewAsync(TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return Task.FromResult<IReadOnlyList<ContentHash>>([.. hashes.Where(hash => !_contents.ContainsKey(new ChunkKey(tenant, hash)))]);
    }

    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) => Task.FromResult(1L);

    public Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Forget(ContentHash hash) => _contents.Keys.Where(key => key.Hash == hash).ToList().ForEach(key => _contents.TryRemove(key, out _));

    private void Check(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsDown)
        {
            throw new StoreUnavailableException("down");
        }
    }
}
