using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;

namespace Headroom.Context.Sessions;

/// <summary>What a session still has to tell its ledger: entries whose writing was not acknowledged, in their order.</summary>
internal sealed class UnconfirmedEntries(SessionKey key, ILedgerStore ledger, TimeProvider time)
{
    /// <summary>An attempt holds the session, and a turn of it may be waiting.</summary>
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMilliseconds(150);

    private readonly List<Unconfirmed> _entries = [];

    /// <value>Whether the ledger has all of them.</value>
    public bool IsEmpty => _entries.Count == 0;

    /// <value>What the ledger is to hold in the end.</value>
    public IEnumerable<LedgerEntry> Meant => _entries.Select(entry => entry.Meant);

    /// <summary>Adds an entry; once, however often the same is asked for while the ledger is away.</summary>
    /// <param name="attempted">What the ledger may hold already.</param>
    /// <param name="meant">What takes its place.</param>
    public void Add(LedgerEntry attempted, LedgerEntry meant)
    {
        if (!_entries.Exists(entry => IsSame(entry.Attempted, attempted) && IsSame(entry.Meant, meant)))
        {
            _entries.Add(new Unconfirmed(attempted, meant));
        }
    }

    /// <summary>Writes them.</summary>
    /// <param name="adopt">Takes what the ledger holds for each of them then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreUnavailableException">The ledger still does not acknowledge.</exception>
    public async ValueTask ConfirmAsync(Action<LedgerEntry> adopt, CancellationToken cancellationToken)
    {
        while (_entries.Count > 0)
        {
            Unconfirmed next = _entries[0];
            LedgerEntry standing = await ledger.SupersedeAsync(key, next.Attempted, next.Meant, cancellationToken).ConfigureAwait(false);
            if (LedgerCodec.IsEarlierAttempt(standing, next.Meant))
            {
                standing = await ledger.SupersedeAsync(key, standing, next.Meant, cancellationToken).ConfigureAwait(false);
            }

            _entries.RemoveAt(0);
            adopt(standing);
        }
    }

    /// <summary>Like <see cref="ConfirmAsync"/>, in one short attempt that does not throw when the ledger fails.</summary>
    /// <returns>Whether nothing is left to write.</returns>
    public async ValueTask<bool> TryConfirmAsync(Action<LedgerEntry> adopt, CancellationToken cancellationToken)
    {
        if (IsEmpty)
        {
            // As nearly always: every commit comes by here.
            return true;
        }

        try
        {
            using var limit = new LinkedLimit(AttemptLimit, time, cancellationToken);
            await ConfirmAsync(adopt, limit.Token).ConfigureAwait(false);
        }
        catch (Exception stillDown) when (stillDown is StoreUnavailableException or OperationCanceledException)
        {
            // The next attempt goes on from here.
        }

        return IsEmpty;
    }

    /// <summary>Short attempts, as long as each of them gets on.</summary>
    /// <returns>Whether nothing is left to write.</returns>
    public async ValueTask<bool> TryConfirmAllAsync(Action<LedgerEntry> adopt, CancellationToken cancellationToken)
    {
        int left;
        do
        {
            left = _entries.Count;
        }
        while (!await TryConfirmAsync(adopt, cancellationToken).ConfigureAwait(false) && _entries.Count < left);

        return IsEmpty;
    }

    private static bool IsSame(LedgerEntry one, LedgerEntry other) => one.Field == other.Field && one.Value.Span.SequenceEqual(other.Value.Span);

    private sealed record Unconfirmed(LedgerEntry Attempted, LedgerEntry Meant);
}
