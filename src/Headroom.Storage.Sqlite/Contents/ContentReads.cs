using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>What is read of contents. Expiry is decided here, at the instant of reading; a sweep only reclaims the room.</summary>
internal static class ContentReads
{
    public static ContentLookup Get(Connection connection, ChunkKey key, Retention retention)
    {
        byte[] hash = key.Hash.ToArray();
        using SqliteDataReader row = connection.Query(
            """
            SELECT bytes, packed, length, kind, tokens, items, shown, tool, renewed, damaged
            FROM contents LEFT JOIN bodies ON bodies.id = contents.id WHERE tenant = $0 AND hash = $1
            """,
            key.Tenant.Value, hash);
        if (!row.Read())
            return HasTrace(connection, key.Tenant, hash) ? new ContentLookup.Expired() : new ContentLookup.Unknown();
        if (row.GetInt64(8) <= retention.ExpiredAt(retention.Now))
            return new ContentLookup.Expired();
        return row.GetInt64(9) == 0 && !row.IsDBNull(0)
            && Packing.TryUnpack(row.GetFieldValue<byte[]>(0), row.GetBoolean(1), row.GetInt64(2), key.Hash, out ReadOnlyMemory<byte> content)
                ? new ContentLookup.Found(content, content.Length, Describe(row))
                : new ContentLookup.Damaged();
    }

    public static MarkerLookup Resolve(Connection connection, TenantId tenant, MarkerHash marker, Retention retention)
    {
        using SqliteDataReader row = connection.Query(
            """
            SELECT markers.hash, contents.renewed FROM markers
            LEFT JOIN contents ON contents.tenant = markers.tenant AND contents.hash = markers.hash
            WHERE markers.tenant = $0 AND markers.marker = $1
            """,
            tenant.Value, marker.ToString());
        if (!row.Read())
            return new MarkerLookup.Unknown();
        return row.IsDBNull(1) || row.GetInt64(1) <= retention.ExpiredAt(retention.Now)
            ? new MarkerLookup.Expired()
            : new MarkerLookup.Found(new ContentHash(row.GetFieldValue<byte[]>(0)));
    }

    /// <summary>Sorts hashes into those that are not stored and those whose renewal is worth a write.</summary>
    public static (List<ContentHash> Missing, List<byte[]> Stale) Age(
        Connection connection, TenantId tenant, IReadOnlyList<ContentHash> hashes, Retention retention)
    {
        long now = retention.Now;
        List<ContentHash> missing = [];
        List<byte[]> stale = [];
        foreach (ContentHash hash in hashes)
        {
            byte[] bytes = hash.ToArray();
            long? renewed = connection.Number(
                "SELECT renewed FROM contents WHERE tenant = $0 AND hash = $1 AND damaged = 0 AND renewed > $2",
                tenant.Value, bytes, retention.ExpiredAt(now));
            if (renewed is null)
                missing.Add(hash);
            else if (renewed < retention.StaleBefore(now))
                stale.Add(bytes);
        }
        return (missing, stale);
    }

    /// <summary>Leaves out what stands already, with its marker and freshly renewed: putting it again would change nothing.</summary>
    public static List<StoredContent> NotStanding(
        Connection connection, TenantId tenant, IReadOnlyList<StoredContent> contents, Retention retention)
    {
        long now = retention.Now;
        return contents.Where(content => !Stands(connection, tenant, content, retention, now)).ToList();
    }

    public static ContentTotals Totals(Connection connection, TenantId tenant, Retention retention)
    {
        using SqliteDataReader row = connection.Query(
            """
            SELECT count(*), coalesce(sum(length), 0), coalesce(sum(stored), 0), coalesce(sum(retrievals), 0)
            FROM contents WHERE tenant = $0 AND renewed > $1
            """,
            tenant.Value, retention.ExpiredAt(retention.Now));
        row.Read();
        return new ContentTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }

    private static bool Stands(Connection connection, TenantId tenant, StoredContent content, Retention retention, long now)
    {
        byte[] hash = content.Hash.ToArray();
        long? renewed = connection.Number(
            "SELECT renewed FROM contents WHERE tenant = $0 AND hash = $1 AND damaged = 0 AND renewed > $2",
            tenant.Value, hash, retention.ExpiredAt(now));
        return renewed >= retention.StaleBefore(now)
            && (content.Marker is not { } marker || connection.Number(
                "SELECT 1 FROM markers WHERE tenant = $0 AND marker = $1", tenant.Value, marker.ToString()) is not null);
    }

    private static bool HasTrace(Connection connection, TenantId tenant, byte[] hash) =>
        connection.Number("SELECT 1 FROM traces WHERE tenant = $0 AND hash = $1", tenant.Value, hash) is not null;

    private static ContentDescription Describe(SqliteDataReader row) =>
        new(row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.IsDBNull(7) ? null : row.GetString(7));
}
