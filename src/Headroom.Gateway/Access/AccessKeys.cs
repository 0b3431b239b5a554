using System.Collections.Frozen;
using System.Security.Cryptography;
using Headroom.Context.Keys;

namespace Headroom.Gateway.Access;

/// <summary>The keys that a gateway lets in. Without any, it serves this machine only and asks for none.</summary>
public sealed class AccessKeys(IEnumerable<AccessKey> keys)
{
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly FrozenDictionary<string, AccessKey> _byId = keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>A gateway without keys.</summary>
    public static AccessKeys None { get; } = new([]);

    /// <value>Whether requests must carry a key.</value>
    public bool AreRequired => _byId.Count > 0;

    /// <value>How many there are.</value>
    public int Count => _byId.Count;

    /// <summary>Whether one of them is of a tenant.</summary>
    public bool HasTenant(TenantId tenant) => _byId.Values.Any(key => key.Tenant == tenant);

    /// <summary>The key that a text is; <c>null</c> where it is none of ours, or has ended. Takes the same time for every wrong secret.</summary>
    public AccessKey? Find(string text, DateTimeOffset now)
    {
        if (KeyText.TryParse(text) is not { } given)
        {
            return null;
        }

        AccessKey? key = _byId.GetValueOrDefault(given.Id);
        bool isRight = CryptographicOperations.FixedTimeEquals(given.SecretHash, (key?.SecretHash ?? NoHash).Span);
        return isRight && key is not null && !(key.ExpiresAt <= now) ? key : null;
    }
}
