using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Tenants;

namespace Headroom.Gateway.Access;

/// <summary>
/// Policies of tenants in a file beside that of keys: <c>{"tenants":{"acme":{"profile":"aggressive","maxBodyBytes":1048576,"requestsPerMinute":600}}}</c>.
/// </summary>
public static class TenantFile
{
    /// <value>What it is called in a data directory.</value>
    public const string Name = "tenants.json";

    /// <summary>Reads a file; no policies where there is no file.</summary>
    /// <exception cref="InvalidDataException">It holds no policies, and why.</exception>
    public static ConfiguredTenants Read(string path)
    {
        if (!File.Exists(path))
        {
            return ConfiguredTenants.None;
        }

        try
        {
            TenantList? list = JsonSerializer.Deserialize(File.ReadAllBytes(path), TenantJson.Default.TenantList);
            return new ConfiguredTenants((list?.Tenants ?? throw new InvalidDataException($"{path}: there are no tenants in it."))
                .Select(tenant => KeyValuePair.Create(new TenantId(tenant.Key), Checked(path, tenant.Key, tenant.Value))));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
    }

    private static TenantPolicy Checked(string path, string tenant, TenantPolicy? policy)
    {
        if (!KeyText.IsId(tenant))
        {
            throw new InvalidDataException($"{path}: '{tenant}' is no tenant; one has letters, digits and hyphens.");
        }

        policy ??= TenantPolicy.Default;
        if (policy is { Profile: { } profile } && policy.KnownProfile() is null)
        {
            throw new InvalidDataException($"{path}: the profile of {tenant} is one of {string.Join(", ", CompressionProfiles.All.Select(known => known.Name))}, not '{profile}'.");
        }

        List<ValidationResult> wrong = [];
        return Validator.TryValidateObject(policy, new ValidationContext(policy), wrong, validateAllProperties: true)
            ? policy
            : throw new InvalidDataException($"{path}: {tenant}: {wrong[0].ErrorMessage}");
    }

    internal sealed record TenantList(IReadOnlyDictionary<string, TenantPolicy?>? Tenants);
}

/// <summary>The source-generated serializer of files of tenants.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TenantFile.TenantList))]
internal sealed partial class TenantJson : JsonSerializerContext;
