using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Local;

/// <summary>The originals of one tenant, in the order in which they were last renewed.</summary>
internal sealed class TenantContents(RetentionOptions retention, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ContentHash, Kept> _contents = [];
    private readonly Dictionary<MarkerHash, ContentHash> _markers = [];
    private readonly LinkedList<Kept> _byRenewal = [];
    private long _bytes;

    /// <summary>Keeps contents and renews those that are there.</summary>
    /// <returns>Whether there is room for all of them; otherwise none is kept.</returns>
    public bool TryPut(IReadOnlyList<StoredContent> contents)
    {
        lock (_gate)
        {
            StoredContent[] fresh = [.. contents.DistinctBy(content => content.Hash).Where(content => _contents.GetValueOrDefault(content.Hash) is not { Place: not null })];
            if (!TryMakeRoom(fresh.Sum(content => (long)content.Bytes.Length), [.. contents.Select(content => content.Hash)]))
            {
                return false;
            }

            foreach (StoredContent content in fresh)
            {
                var kept = new Kept(content.Hash, content.Bytes.ToArray(), content.Description);
                kept.Place = _byRenewal.AddLast(kept);
                _contents[content.Hash] = kept;
                _bytes += kept.Bytes.Length;
            }

            foreach (StoredContent content in contents)
            {
                Renew(_contents[content.Hash]);
                if (content.Marker is { } marker)
                {
                    _markers.TryAdd(marker, content.Hash);
                }
            }

            return true;
        }
    }

    /// <summary>Reads a part of a content.</summary>
    public ContentLookup Get(ContentHash hash, long offset, int length)
    {
        lock (_gate)
        {
            if (!_contents.TryGetValue(hash, out Kept? kept))
            {
                return new ContentLookup.Unknown();
            }

            if (!IsLive(kept))
            {
                return new ContentLookup.Expired();
            }

            int start = (int)Math.Min(offset, kept.Bytes.Length);
            return new ContentLookup.Found(kept.Bytes.AsMemory(start, Math.Min(length, kept.Bytes.Length - start)), kept.Bytes.Length, kept.Description);
        }
    }

    /// <summary>Finds what a marker stands for.</summary>
    public MarkerLookup Resolve(MarkerHash marker)
    {
        lock (_gate)
        {
            return !_markers.TryGetValue(marker, out ContentHash hash) ? new MarkerLookup.Unknown()
                : IsLive(_contents[hash]) ? new MarkerLookup.Found(hash)
                : new MarkerLookup.Expired();
        }
    }

    /// <summary>Renews contents.</summary>
    /// <returns>Those that are not there any more.</returns>
    public IReadOnlyList<ContentHash> Renew(IReadOnlyList<ContentHash> hashes)
    {
        lock (_gate)
        {
            List<ContentHash> missing = [];
            foreach (ContentHash hash in hashes)
            {
                if (_contents.GetValueOrDefault(hash) is { } kept && IsLive(kept))
                {
                    Renew(kept);
                }
                else
                {
                    missing.Add(hash);
                }
            }

            return missing;
        }
    }

    /// <summary>Counts a retrieval.</summary>
    public long CountRetrieval(ContentHash hash)
    {
        lock (_gate)
        {
            return _contents.GetValueOrDefault(hash) is { } kept && IsLive(kept) ? ++kept.Retrievals : 0;
        }
    }

    /// <summary>Sums up what is live.</summary>
    public ContentTotals Totals()
    {
        lock (_gate)
        {
            Kept[] live = [.. _byRenewal.Where(IsLive)];
            long bytes = live.Sum(kept => (long)kept.Bytes.Length);
            return new ContentTotals(live.Length, bytes, bytes, live.Sum(kept => kept.Retrievals));
        }
    }

    private void Renew(Kept kept)
    {
        kept.RenewedAt = time.GetUtcNow();
        _byRenewal.Remove(kept.Place!);
        _byRenewal.AddLast(kept.Place!);
    }

    /// <summary>Evicts the least recently renewed, never what is in use or named in the same call; all that is needed or nothing.</summary>
    private bool TryMakeRoom(long needed, HashSet<ContentHash> named)
    {
        long shortage = needed == 0 ? 0 : _bytes + needed - retention.QuotaBytes;
        List<Kept> victims = [];
        for (LinkedListNode<Kept>? place = _byRenewal.First; place is not null && shortage > 0; place = place.Next)
        {
            Kept kept = place.Value;
            if (!named.Contains(kept.Hash) && (!IsLive(kept) || time.GetUtcNow() - kept.RenewedAt > retention.ActiveFor))
            {
                victims.Add(kept);
                shortage -= kept.Bytes.Length;
            }
        }

        if (shortage > 0)
        {
            return false;
        }

        foreach (Kept victim in victims)
        {
            _bytes -= victim.Bytes.Length;
            _byRenewal.Remove(victim.Place!);
            (victim.Place, victim.Bytes) = (null, []);
        }

        return true;
    }

    private bool IsLive(Kept kept) => kept.Place is not null && time.GetUtcNow() - kept.RenewedAt < retention.TimeToLive;

    private sealed class Kept(ContentHash hash, byte[] bytes, ContentDescription description)
    {
        public ContentHash Hash => hash;

        public byte[] Bytes { get; set; } = bytes;

        public ContentDescription Description => description;

        /// <summary>Its place in the order; <c>null</c> once it is evicted and only its trace is left.</summary>
        public LinkedListNode<Kept>? Place { get; set; }

        public DateTimeOffset RenewedAt { get; set; }

        public long Retrievals { get; set; }
    }
}
