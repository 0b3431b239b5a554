using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Testing.Faults;

/// <summary>A content store that misbehaves as its switches say.</summary>
public sealed class FaultyContentStore(IContentStore inner) : IContentStore
{
    /// <summary>For puts, renewals and retrieval counts.</summary>
    public FaultSwitch Writes { get; } = new();

    /// <summary>For everything else.</summary>
    public FaultSwitch Reads { get; } = new();

    public Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.PutAsync(tenant, contents, cancellationToken), cancellationToken);

    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken) =>
        Reads.RunAsync(() => inner.GetAsync(key, cancellationToken), cancellationToken);

    public Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken) =>
        Reads.RunAsync(() => inner.GetRangeAsync(key, offset, length, cancellationToken), cancellationToken);

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        Reads.RunAsync(() => inner.ResolveAsync(tenant, marker, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.RenewAsync(tenant, hashes, cancellationToken), cancellationToken);

    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.CountRetrievalAsync(key, cancellationToken), cancellationToken);

    public Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Reads.RunAsync(() => inner.TotalsAsync(tenant, cancellationToken), cancellationToken);
}

/// <summary>A ledger store that misbehaves as its switches say.</summary>
public sealed class FaultyLedgerStore(ILedgerStore inner) : ILedgerStore
{
    /// <summary>For appends, replacements and renewals.</summary>
    public FaultSwitch Writes { get; } = new();

    /// <summary>For reads.</summary>
    public FaultSwitch Reads { get; } = new();

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken) =>
        Reads.RunAsync(() => inner.ReadAsync(session, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> AppendAsync(
        SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.AppendAsync(session, entries, cancellationToken), cancellationToken);

    public Task<LedgerEntry> SupersedeAsync(
        SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.SupersedeAsync(session, expected, replacement, cancellationToken), cancellationToken);

    public Task RenewAsync(SessionKey session, CancellationToken cancellationToken) =>
        Writes.RunAsync(() => inner.RenewAsync(session, cancellationToken), cancellationToken);
}
