using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>
/// Keeps a tenant within its bytes: what has expired goes first, then the least recently renewed, and never what an active
/// session shows. Age orders both, since what has expired is what was renewed longest ago.
/// </summary>
internal static class Quota
{
    /// <summary>Evicts until <paramref name="bytes"/> more fit.</summary>
    /// <exception cref="WriteRefusedException">Too little may be evicted; nothing was.</exception>
    public static void MakeRoom(Connection connection, TenantId tenant, long bytes, long now, Retention retention)
    {
        long occupied = connection.Number("SELECT stored FROM occupancy WHERE tenant = $0", tenant.Value) ?? 0;
        long shortage = occupied + bytes - retention.QuotaBytes;
        if (bytes == 0 || shortage <= 0)
            return;
        List<(long Id, byte[] Hash)> victims = Choose(connection, tenant, shortage, retention.EvictableAt(now));
        foreach ((long id, byte[] hash) in victims)
            ContentWrites.Expire(connection, tenant.Value, id, hash, now);
        StorageInstruments.Evictions.Add(victims.Count);
    }

    private static List<(long Id, byte[] Hash)> Choose(Connection connection, TenantId tenant, long shortage, long evictableAt)
    {
        List<(long Id, byte[] Hash)> victims = [];
        using SqliteDataReader oldest = connection.Query(
            "SELECT id, hash, stored FROM contents WHERE tenant = $0 AND renewed <= $1 ORDER BY renewed", tenant.Value, evictableAt);
        while (shortage > 0 && oldest.Read())
        {
            victims.Add((oldest.GetInt64(0), oldest.GetFieldValue<byte[]>(1)));
            shortage -= oldest.GetInt64(2);
        }
        if (shortage <= 0)
            return victims;
        StorageInstruments.Refusals.Add(1);
        throw new WriteRefusedException(new StoreUnavailableException(
            $"The quota of tenant {tenant} is full, and active sessions show all that is in it; {shortage} bytes are missing."));
    }
}
