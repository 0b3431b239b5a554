using Headroom.Context.Keys;

namespace Headroom.Context.Ports;

/// <summary>
/// The append-only ledger of a session: lineage nodes, verdicts and insertions, each under a field name. The first writer of
/// a field wins. A store that cannot answer throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface ILedgerStore
{
    /// <summary>Reads every entry of a session in the order of writing; none for a session that is not known or has expired.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken);

    /// <summary>
    /// Adds entries whose fields are not there yet, all in one durable step, and renews the session.
    /// </summary>
    /// <returns>For each entry, in order, the one that stands now: the given one, or an earlier writer's.</returns>
    Task<IReadOnlyList<LedgerEntry>> AppendAsync(SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces an entry if it still has the expected value, or adds it if the field is not there, and renews the session. Both
    /// entries have the same field.
    /// </summary>
    /// <returns>The entry that stands now.</returns>
    Task<LedgerEntry> SupersedeAsync(SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken);

    /// <summary>Starts the time to live of a session anew; one that has expired stays so.</summary>
    Task RenewAsync(SessionKey session, CancellationToken cancellationToken);
}

/// <summary>One entry of a session's ledger.</summary>
/// <param name="Field">Its name, unique in the session.</param>
/// <param name="Value">Its encoded value.</param>
public sealed record LedgerEntry(string Field, ReadOnlyMemory<byte> Value);
