using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Ledgers;

/// <summary>Ledgers of sessions in the file.</summary>
internal sealed class SqliteLedgerStore(ReadPool reads, WriteQueue writes, Retention retention) : ILedgerStore
{
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken) =>
        reads.ReadAsync<IReadOnlyList<LedgerEntry>>(connection => Read(connection, session), cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> AppendAsync(
        SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        LedgerEntry[] owned = entries.Select(Own).ToArray();
        return writes.WriteAsync<IReadOnlyList<LedgerEntry>>(
            connection => Append(connection, session, owned), owned.Sum(entry => entry.Value.Length), cancellationToken);
    }

    public Task<LedgerEntry> SupersedeAsync(
        SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken)
    {
        if (expected.Field != replacement.Field)
            throw new ArgumentException($"{replacement.Field} cannot supersede {expected.Field}.", nameof(replacement));
        LedgerEntry ownedExpected = Own(expected);
        LedgerEntry ownedReplacement = Own(replacement);
        return writes.WriteAsync(
            connection => Supersede(connection, session, ownedExpected, ownedReplacement), replacement.Value.Length, cancellationToken);
    }

    public async Task RenewAsync(SessionKey session, CancellationToken cancellationToken)
    {
        long now = retention.Now;
        bool isStale = await reads.ReadAsync(
            connection => connection.Number(
                "SELECT 1 FROM sessions WHERE tenant = $0 AND session = $1 AND renewed < $2 AND renewed > $3",
                session.Tenant.Value, session.Id, retention.StaleBefore(now), retention.ExpiredAt(now)) is not null,
            cancellationToken).ConfigureAwait(false);
        if (isStale)
            await writes.WriteAsync(
                connection => connection.Execute(
                    "UPDATE sessions SET renewed = $2 WHERE tenant = $0 AND session = $1 AND renewed > $3",
                    session.Tenant.Value, session.Id, now, retention.ExpiredAt(now)),
                0,
                cancellationToken).ConfigureAwait(false);
    }

    private List<LedgerEntry> Read(Connection connection, SessionKey session)
    {
        List<LedgerEntry> entries = [];
        using SqliteDataReader row = connection.Query(
            """
            SELECT field, value FROM sessions JOIN entries ON entries.session = sessions.id
            WHERE tenant = $0 AND sessions.session = $1 AND renewed > $2 ORDER BY entries.id
            """,
            session.Tenant.Value, session.Id, retention.ExpiredAt(retention.Now));
        while (row.Read())
            entries.Add(new LedgerEntry(row.GetString(0), row.GetFieldValue<byte[]>(1)));
        return entries;
    }

    private LedgerEntry[] Append(Connection connection, SessionKey session, LedgerEntry[] entries)
    {
        long id = Open(connection, session);
        LedgerEntry[] standing = new LedgerEntry[entries.Length];
        for (int index = 0; index < entries.Length; index++)
            standing[index] = Add(connection, id, entries[index]);
        return standing;
    }

    private LedgerEntry Supersede(Connection connection, SessionKey session, LedgerEntry expected, LedgerEntry replacement)
    {
        long id = Open(connection, session);
        int replaced = connection.Execute(
            "UPDATE entries SET value = $2 WHERE session = $0 AND field = $1 AND value = $3",
            id, replacement.Field, replacement.Value.ToArray(), expected.Value.ToArray());
        return replaced > 0 ? replacement : Add(connection, id, replacement);
    }

    /// <summary>Finds or creates the session, renewed. One that had expired starts empty: nobody could read its entries.</summary>
    private long Open(Connection connection, SessionKey session)
    {
        long now = retention.Now;
        connection.Execute(
            """
            DELETE FROM entries WHERE session =
                (SELECT id FROM sessions WHERE tenant = $0 AND session = $1 AND renewed <= $2)
            """,
            session.Tenant.Value, session.Id, retention.ExpiredAt(now));
        return connection.Number(
            """
            INSERT INTO sessions (tenant, session, renewed) VALUES ($0, $1, $2)
            ON CONFLICT (tenant, session) DO UPDATE SET renewed = CASE WHEN renewed < $3 THEN excluded.renewed ELSE renewed END
            RETURNING id
            """,
            session.Tenant.Value, session.Id, now, retention.StaleBefore(now))!.Value;
    }

    private static LedgerEntry Add(Connection connection, long session, LedgerEntry entry)
    {
        int added = connection.Execute(
            "INSERT OR IGNORE INTO entries (session, field, value) VALUES ($0, $1, $2)", session, entry.Field, entry.Value.ToArray());
        if (added > 0)
            return entry;
        using SqliteDataReader row = connection.Query(
            "SELECT value FROM entries WHERE session = $0 AND field = $1", session, entry.Field);
        row.Read();
        return new LedgerEntry(entry.Field, row.GetFieldValue<byte[]>(0));
    }

    /// <summary>The caller's buffer may be reused before the entry is written.</summary>
    private static LedgerEntry Own(LedgerEntry entry) => entry with { Value = entry.Value.ToArray() };
}
