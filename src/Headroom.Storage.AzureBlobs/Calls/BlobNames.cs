using Headroom.Compression.Markers;
using Headroom.Context.Keys;

namespace Headroom.Storage.AzureBlobs.Calls;

/// <summary>
/// How blobs are named: <c>tenant/c/hash</c> holds a content, <c>tenant/m/marker</c> the hash that a marker leads to. What a
/// tenant may name itself is escaped, dots too: a path segment of dots is not what it seems.
/// </summary>
internal static class BlobNames
{
    public static string Contents(TenantId tenant) => Escape(tenant) + "/c/";

    public static string Content(ChunkKey key) => Contents(key.Tenant) + key.Hash;

    public static string Marker(TenantId tenant, MarkerHash marker) => $"{Escape(tenant)}/m/{marker}";

    private static string Escape(TenantId tenant) => Uri.EscapeDataString(tenant.Value).Replace(".", "%2E", StringComparison.Ordinal);
}
