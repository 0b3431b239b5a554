using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Keys;

namespace Headroom.Gateway.Access;

/// <summary>
/// Keys in a file: <c>{"keys":[{"id":"ci","sha256":"…","tenant":"acme","project":"web","owner":"…","team":"…","role":"member","expires":"2027-01-01T00:00:00Z"}]}</c>.
/// It holds hashes only; who reads it can let nobody in.
/// </summary>
public static class AccessKeyFile
{
    /// <summary>Reads a file; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is no list of keys, and why.</exception>
    public static IReadOnlyList<AccessKey> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            KeyList? list = JsonSerializer.Deserialize(File.ReadAllBytes(path), AccessKeyJson.Default.KeyList);
            List<AccessKey> keys = [.. (list?.Keys ?? throw new InvalidDataException($"{path}: there is no list of keys in it.")).Select(key => ToKey(key, path))];
            return keys.DistinctBy(key => key.Id).Count() == keys.Count ? keys : throw new InvalidDataException($"{path}: two keys have the same id.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
    }

    /// <summary>Writes a file, readable for its owner only. Whoever reads it meanwhile sees the old one or the new one.</summary>
    public static void Write(string path, IEnumerable<AccessKey> keys)
    {
        var list = new KeyList([.. keys.Select(key => new KeyValue(
            key.Id, Convert.ToHexStringLower(key.SecretHash.Span), key.Tenant.Value, key.Project, key.Owner, key.Team, key.Role, key.ExpiresAt))]);
        OwnerFile.Write(path, file => JsonSerializer.Serialize(file, list, AccessKeyJson.Default.KeyList));
    }

    private static AccessKey ToKey(KeyValue value, string path)
    {
        if (value.Id is null || !KeyText.IsId(value.Id))
        {
            throw new InvalidDataException($"{path}: '{value.Id}' is no id; one has letters, digits and hyphens.");
        }

        if (value.Sha256 is not { Length: 64 } || !value.Sha256.All(char.IsAsciiHexDigit))
        {
            throw new InvalidDataException($"{path}: the sha256 of key '{value.Id}' has 64 hexadecimal digits.");
        }

        string tenant = value.Tenant ?? TenantId.Local.Value;
        if (!KeyText.IsId(tenant))
        {
            throw new InvalidDataException($"{path}: the tenant of key '{value.Id}' has letters, digits and hyphens.");
        }

        return new AccessKey(value.Id, Convert.FromHexString(value.Sha256), new TenantId(tenant))
        {
            Project = value.Project, Owner = value.Owner, Team = value.Team, Role = value.Role, ExpiresAt = value.Expires,
        };
    }

    internal sealed record KeyList(IReadOnlyList<KeyValue>? Keys);

    internal sealed record KeyValue(string? Id, string? Sha256, string? Tenant, string? Project, string? Owner, string? Team, AccessRole Role, DateTimeOffset? Expires);
}

/// <summary>The source-generated serializer of key files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AccessKeyFile.KeyList))]
internal sealed partial class AccessKeyJson : JsonSerializerContext;
