using System.Collections.Concurrent;
using System.Security.Cryptography;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Tenants;

/// <summary>
/// The secret of each tenant, created by the first writer before the first marker and never changed: a marker's handle is
/// HMAC-SHA-256(secret, content hash), so that a handle tells nothing about a content to another tenant.
/// </summary>
public sealed class TenantSecrets(IRecordStore records)
{
    private readonly ConcurrentDictionary<TenantId, byte[]> _secrets = new();

    /// <summary>The tenant's secret, 32 bytes.</summary>
    /// <exception cref="StoreUnavailableException">It is not in memory and cannot be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_secrets.TryGetValue(tenant, out byte[]? secret))
        {
            return secret;
        }

        var key = new RecordKey(tenant, "secret", "marker");
        StoredRecord record = await records.GetAsync(key, cancellationToken).ConfigureAwait(false)
            ?? await records.CreateAsync(key, RandomNumberGenerator.GetBytes(32), cancellationToken).ConfigureAwait(false);
        return _secrets.GetOrAdd(tenant, record.Value.ToArray());
    }

    /// <summary>The handle of a content.</summary>
    /// <param name="secret">The tenant's secret.</param>
    /// <param name="content">The content's hash.</param>
    public static MarkerHash Marker(ReadOnlySpan<byte> secret, ContentHash content)
    {
        Span<byte> hash = stackalloc byte[ContentHash.Size];
        content.CopyTo(hash);
        Span<byte> keyed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, hash, keyed);
        return MarkerHash.FromKeyedHash(keyed);
    }
}
