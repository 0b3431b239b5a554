using Headroom.Context.Keys;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Database;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>What the writer does to contents, inside its transaction.</summary>
internal static class ContentWrites
{
    /// <summary>Renews what is there, makes room for what is not, and adds it with its markers.</summary>
    public static bool Put(Connection connection, TenantId tenant, IReadOnlyList<PackedContent> contents, Retention retention)
    {
        long now = retention.Now;
        List<PackedContent> absent = [];
        foreach (PackedContent content in contents)
        {
            if (!RenewOrHeal(connection, tenant, content, now, retention))
                absent.Add(content);
        }
        Quota.MakeRoom(connection, tenant, absent.Sum(content => (long)content.Bytes.Length), now, retention);
        foreach (PackedContent content in absent)
            Insert(connection, tenant, content, now);
        foreach (PackedContent content in contents)
        {
            if (content.Marker is { } marker)
                connection.Execute(
                    "INSERT OR IGNORE INTO markers (tenant, marker, hash) VALUES ($0, $1, $2)",
                    tenant.Value, marker.ToString(), content.Hash.ToArray());
        }
        return true;
    }

    /// <summary>Starts the time to live anew, unless it was started so recently that a write is not worth it.</summary>
    public static int Renew(Connection connection, TenantId tenant, IReadOnlyList<byte[]> hashes, Retention retention)
    {
        long now = retention.Now;
        int renewed = 0;
        foreach (byte[] hash in hashes)
            renewed += connection.Execute(
                "UPDATE contents SET renewed = $2 WHERE tenant = $0 AND hash = $1 AND renewed < $3 AND renewed > $4",
                tenant.Value, hash, now, retention.StaleBefore(now), retention.ExpiredAt(now));
        return renewed;
    }

    /// <summary>Removes a content but keeps a trace and its markers, so that a reader learns that it has expired.</summary>
    public static void Expire(Connection connection, string tenant, long id, byte[] hash, long now)
    {
        connection.Execute("DELETE FROM contents WHERE id = $0", id);
        connection.Execute("INSERT OR REPLACE INTO traces (tenant, hash, gone) VALUES ($0, $1, $2)", tenant, hash, now);
    }

    /// <summary>Counts a retrieval; 0 for a content that is not stored.</summary>
    public static long CountRetrieval(Connection connection, ChunkKey key, Retention retention) =>
        connection.Number(
            "UPDATE contents SET retrievals = retrievals + 1 WHERE tenant = $0 AND hash = $1 AND renewed > $2 RETURNING retrievals",
            key.Tenant.Value, key.Hash.ToArray(), retention.ExpiredAt(retention.Now)) ?? 0;

    /// <summary>Remembers that the stored bytes are not what their hash says, so that the next put replaces them.</summary>
    public static int MarkDamaged(Connection connection, ChunkKey key) =>
        connection.Execute("UPDATE contents SET damaged = 1 WHERE tenant = $0 AND hash = $1", key.Tenant.Value, key.Hash.ToArray());

    private static bool RenewOrHeal(Connection connection, TenantId tenant, PackedContent content, long now, Retention retention)
    {
        byte[] hash = content.Hash.ToArray();
        long? damaged = connection.Number(
            "SELECT damaged FROM contents WHERE tenant = $0 AND hash = $1", tenant.Value, hash);
        if (damaged is null)
            return false;
        if (damaged != 0)
        {
            connection.Execute("DELETE FROM contents WHERE tenant = $0 AND hash = $1", tenant.Value, hash);
            return false;
        }
        connection.Execute(
            "UPDATE contents SET renewed = $2 WHERE tenant = $0 AND hash = $1 AND renewed < $3",
            tenant.Value, hash, now, retention.StaleBefore(now));
        return true;
    }

    private static void Insert(Connection connection, TenantId tenant, PackedContent content, long now)
    {
        long? id = connection.Number(
            """
            INSERT OR IGNORE INTO contents (tenant, hash, length, stored, packed, kind, tokens, items, shown, tool, renewed)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
            """,
            tenant.Value, content.Hash.ToArray(), content.Length, content.Bytes.Length, content.IsPacked, content.Description.Kind,
            content.Description.Tokens, content.Description.ItemCount, content.Description.ShownItemCount,
            content.Description.ToolName, now);
        if (id is not null)
            connection.Execute("INSERT INTO bodies (id, bytes) VALUES ($0, $1)", id, content.Bytes);
    }
}
