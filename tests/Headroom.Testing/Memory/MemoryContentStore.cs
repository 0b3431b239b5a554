using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Testing.Memory;

/// <summary>The content store in memory. Keeps copies, so a reused buffer shows up as it would on a disk.</summary>
public sealed class MemoryContentStore(RetentionOptions retention, TimeProvider timeProvider) : IContentStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChunkKey, Kept> _contents = [];
    private readonly Dictionary<(TenantId Tenant, MarkerHash Marker), ContentHash> _markers = [];

    public MemoryContentStore()
        : this(new RetentionOptions(), TimeProvider.System)
    {
    }

    public Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (StoredContent content in contents)
        {
            if (ContentHash.Of(content.Bytes.Span) != content.Hash)
                throw new ArgumentException($"The bytes given for {content.Hash} have another hash.", nameof(contents));
        }
        lock (_gate)
        {
            MakeRoom(tenant, contents);
            foreach (StoredContent content in contents)
                Put(tenant, content);
        }
        return Task.CompletedTask;
    }

    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken) =>
        GetRangeAsync(key, 0, int.MaxValue, cancellationToken);

    public Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_contents.TryGetValue(key, out Kept? kept))
                return Task.FromResult<ContentLookup>(new ContentLookup.Unknown());
            if (!IsLive(kept))
                return Task.FromResult<ContentLookup>(new ContentLookup.Expired());
            int start = (int)Math.Min(offset, kept.Bytes.Length);
            int count = Math.Min(length, kept.Bytes.Length - start);
            return Task.FromResult<ContentLookup>(
                new ContentLookup.Found(kept.Bytes.AsMemory(start, count).ToArray(), kept.Bytes.Length, kept.Description));
        }
    }

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            MarkerLookup lookup = !_markers.TryGetValue((tenant, marker), out ContentHash hash) ? new MarkerLookup.Unknown()
                : IsLive(_contents.GetValueOrDefault(new ChunkKey(tenant, hash))) ? new MarkerLookup.Found(hash)
                : new MarkerLookup.Expired();
            return Task.FromResult(lookup);
        }
    }

    public Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<ContentHash> missing = [];
        lock (_gate)
        {
            foreach (ContentHash hash in hashes)
            {
                if (_contents.TryGetValue(new ChunkKey(tenant, hash), out Kept? kept) && IsLive(kept))
                    kept.Renewed = timeProvider.GetUtcNow();
                else
                    missing.Add(hash);
            }
        }
        return Task.FromResult<IReadOnlyList<ContentHash>>(missing);
    }

    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult(_contents.TryGetValue(key, out Kept? kept) && IsLive(kept) ? ++kept.Retrievals : 0);
    }

    public Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Kept[] live = Of(tenant).Select(pair => pair.Value).Where(IsLive).ToArray();
            long bytes = live.Sum(kept => (long)kept.Bytes.Length);
            return Task.FromResult(new ContentTotals(live.Length, bytes, bytes, live.Sum(kept => kept.Retrievals)));
        }
    }

    private void Put(TenantId tenant, StoredContent content)
    {
        ChunkKey key = new(tenant, content.Hash);
        if (_contents.TryGetValue(key, out Kept? kept) && !kept.IsEvicted)
            kept.Renewed = timeProvider.GetUtcNow();
        else
            _contents[key] = new Kept(content.Bytes.ToArray(), content.Description) { Renewed = timeProvider.GetUtcNow() };
        if (content.Marker is { } marker)
            _markers.TryAdd((tenant, marker), content.Hash);
    }

    private void MakeRoom(TenantId tenant, IReadOnlyList<StoredContent> contents)
    {
        HashSet<ContentHash> named = contents.Select(content => content.Hash).ToHashSet();
        long needed = contents.DistinctBy(content => content.Hash)
            .Where(content => _contents.GetValueOrDefault(new ChunkKey(tenant, content.Hash)) is null or { IsEvicted: true })
            .Sum(content => (long)content.Bytes.Length);
        long shortage = Of(tenant).Sum(pair => (long)pair.Value.Bytes.Length) + needed - retention.QuotaBytes;
        if (needed == 0 || shortage <= 0)
            return;
        DateTimeOffset now = timeProvider.GetUtcNow();
        List<Kept> victims = [];
        foreach (Kept kept in Of(tenant)
            .Where(pair => !named.Contains(pair.Key.Hash) && (!IsLive(pair.Value) || now - pair.Value.Renewed > retention.ActiveFor))
            .Select(pair => pair.Value).OrderBy(kept => kept.Renewed).TakeWhile(_ => shortage > 0))
        {
            victims.Add(kept);
            shortage -= kept.Bytes.Length;
        }
        if (shortage > 0)
            throw new StoreUnavailableException($"The quota of tenant {tenant} is full, and active sessions show all that is in it.");
        foreach (Kept victim in victims)
            victim.Evict();
    }

    private IEnumerable<KeyValuePair<ChunkKey, Kept>> Of(TenantId tenant) =>
        _contents.Where(pair => pair.Key.Tenant == tenant && !pair.Value.IsEvicted);

    private bool IsLive(Kept? kept) =>
        kept is { IsEvicted: false } && timeProvider.GetUtcNow() - kept.Renewed < retention.TimeToLive;

    private sealed class Kept(byte[] bytes, ContentDescription description)
    {
        public byte[] Bytes { get; private set; } = bytes;

        public ContentDescription Description { get; } = description;

        public DateTimeOffset Renewed { get; set; }

        public long Retrievals { get; set; }

        public bool IsEvicted { get; private set; }

        public void Evict()
        {
            Bytes = [];
            IsEvicted = true;
        }
    }
}
