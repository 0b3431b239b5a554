using Headroom.Context.Keys;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Connection;

/// <summary>
/// How keys are named. A key begins with what its neighbours share, in braces, so that a cluster keeps them in one slot and a
/// script may touch them together: all contents of a tenant (its quota spans them), one session, one record. What a tenant may
/// name itself is escaped, so that no name reaches into another's keys.
/// </summary>
internal static class TenantKeys
{
    public static string Contents(TenantId tenant) => $"{{{Escape(tenant.Value)}}}:";

    public static RedisKey Ledger(SessionKey session) => $"{{{Escape(session.Tenant.Value)}/s/{Escape(session.Id)}}}:ledger";

    public static RedisKey Record(RecordKey key) => $"{{{Escape(key.Tenant.Value)}/r/{Escape(key.Kind)}/{Escape(key.Name)}}}:record";

    private static string Escape(string name) => Uri.EscapeDataString(name);
}
