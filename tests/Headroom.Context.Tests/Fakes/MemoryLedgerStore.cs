using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Tests.Fakes;

/// <summary>A ledger in memory that fails when it is told to.</summary>
internal sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Dictionary<(SessionKey, string), LedgerEntry> _entries = [];
    private readonly Lock _lock = new();

    public bool IsDown { get; set; }

    public bool RefusesAppends { get; set; }

    public bool RefusesRenewals { get; set; }

    /// <value>Whether appends are written but reported as failed.</value>
    public bool LosesAcknowledgements { get; set; }

    public bool RefusesReads { get; set; }

    public int Count => _entries.Count;

    /// <value>How often it was asked to append or to supersede.</value>
    public int Writes { get; private set; }

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken) => Run(
        RefusesReads, () => (IReadOnlyList<LedgerEntry>)[.. _entries.Where(entry => entry.Key.Item1 == session).Select(entry => entry.Value)], cancellationToken);

    public async Task<IReadOnlyList<LedgerEntry>> AppendAsync(SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        Writes++;
        IReadOnlyList<LedgerEntry> standing = await Run(
            RefusesAppends,
            () => (IReadOnlyList<LedgerEntry>)[.. entries.Select(entry => _entries.TryAdd((session, entry.Field), entry) ? entry : _entries[(session, entry.Field)])],
            cancellationToken);
        return LosesAcknowledgements ? throw new StoreUnavailableException("no acknowledgement") : standing;
    }

    public Task<LedgerEntry> SupersedeAsync(SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken)
    {
        Writes++;
        return Run(
            RefusesAppends || LosesAcknowledgements,
            () =>
            {
                bool isThere = _entries.TryGetValue((session, expected.Field), out LedgerEntry? standing);
                return isThere && !standing!.Value.Span.SequenceEqual(expected.Value.Span) ? standing : _entries[(session, expected.Field)] = replacement;
            },
            cancellationToken);
    }

    public Task RenewAsync(SessionKey session, CancellationToken cancellationToken) => Run(RefusesRenewals, () => true, cancellationToken);

    private Task<T> Run<T>(bool isRefused, Func<T> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return IsDown || isRefused ? throw new StoreUnavailableException("down") : Task.FromResult(action());
        }
    }
}
