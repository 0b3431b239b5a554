using Headroom.Context.Keys;
using Headroom.Storage.Redis.Connection;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Contents;

/// <summary>The keys of one tenant's contents.</summary>
internal sealed class ContentKeys
{
    public ContentKeys(TenantId tenant)
    {
        string prefix = TenantKeys.Contents(tenant);
        BodyPrefix = prefix + "body:";
        Ages = prefix + "ages";
        Gone = prefix + "gone";
        Markers = prefix + "markers";
        Shared = [Ages, Gone, prefix + "sizes", prefix + "reads", prefix + "sums", Markers, prefix + "marked"];
    }

    public string BodyPrefix { get; }

    /// <summary>A sorted set: hashes by the instant of their last renewal.</summary>
    public RedisKey Ages { get; }

    /// <summary>A sorted set: hashes of contents that were stored once, by the instant when they were found to be gone.</summary>
    public RedisKey Gone { get; }

    /// <summary>A hash: marker to content hash.</summary>
    public RedisKey Markers { get; }

    /// <summary>
    /// Ages and gone; lengths and retrieval counts by hash; the tenant's sums; markers, and by hash the markers that lead to it.
    /// </summary>
    public RedisKey[] Shared { get; }

    public RedisKey Body(ContentHash hash) => BodyPrefix + hash;

    /// <summary>The shared keys, then the bodies.</summary>
    public RedisKey[] With(IEnumerable<ContentHash> hashes) => [.. Shared, .. hashes.Select(Body)];
}
