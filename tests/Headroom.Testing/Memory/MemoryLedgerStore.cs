using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Testing.Memory;

/// <summary>The ledger store in memory.</summary>
public sealed class MemoryLedgerStore(RetentionOptions retention, TimeProvider timeProvider) : ILedgerStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, Ledger> _ledgers = [];

    public MemoryLedgerStore()
        : this(new RetentionOptions(), TimeProvider.System)
    {
    }

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult<IReadOnlyList<LedgerEntry>>(Find(session)?.Entries.ToArray() ?? []);
    }

    public Task<IReadOnlyList<LedgerEntry>> AppendAsync(
        SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Ledger ledger = Open(session);
            return Task.FromResult<IReadOnlyList<LedgerEntry>>(entries.Select(entry => Add(ledger, entry)).ToArray());
        }
    }

    public Task<LedgerEntry> SupersedeAsync(
        SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken)
    {
        if (expected.Field != replacement.Field)
            throw new ArgumentException($"{replacement.Field} cannot supersede {expected.Field}.", nameof(replacement));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Ledger ledger = Open(session);
            int index = ledger.Entries.FindIndex(entry => entry.Field == expected.Field);
            if (index < 0)
                return Task.FromResult(Add(ledger, replacement));
            if (ledger.Entries[index].Value.Span.SequenceEqual(expected.Value.Span))
                ledger.Entries[index] = Own(replacement);
            return Task.FromResult(ledger.Entries[index]);
        }
    }

    public Task RenewAsync(SessionKey session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Find(session) is { } ledger)
                ledger.Renewed = timeProvider.GetUtcNow();
        }
        return Task.CompletedTask;
    }

    private Ledger? Find(SessionKey session) =>
        _ledgers.TryGetValue(session, out Ledger? ledger) && timeProvider.GetUtcNow() - ledger.Renewed < retention.TimeToLive
            ? ledger
            : null;

    private Ledger Open(SessionKey session)
    {
        Ledger ledger = Find(session) ?? (_ledgers[session] = new Ledger());
        ledger.Renewed = timeProvider.GetUtcNow();
        return ledger;
    }

    private static LedgerEntry Add(Ledger ledger, LedgerEntry entry)
    {
        LedgerEntry? standing = ledger.Entries.Find(candidate => candidate.Field == entry.Field);
        if (standing is null)
            ledger.Entries.Add(standing = Own(entry));
        return standing;
    }

    private static LedgerEntry Own(LedgerEntry entry) => entry with { Value = entry.Value.ToArray() };

    private sealed class Ledger
    {
        public List<LedgerEntry> Entries { get; } = [];

        public DateTimeOffset Renewed { get; set; }
    }
}
