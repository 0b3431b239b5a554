using System.Globalization;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Tenants;
using Headroom.Gateway.Access;
using Microsoft.Extensions.Configuration;

namespace Headroom.Server.Settings;

/// <summary>Reads the section <c>Tenants</c>: a section inside for each tenant, by its name.</summary>
internal static class TenantSections
{
    private const string Name = "Tenants";

    /// <summary>Reads it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="errors">Takes what is wrong, one line each.</param>
    public static ConfiguredTenants Read(IConfiguration configuration, List<string> errors)
    {
        Dictionary<TenantId, TenantPolicy> policies = [];
        foreach (IConfigurationSection tenant in configuration.GetSection(Name).GetChildren())
        {
            if (!KeyText.IsId(tenant.Key))
            {
                errors.Add($"{tenant.Path}: the name of a tenant has letters, digits and hyphens.");
            }
            else if (tenant.Value is not null)
            {
                errors.Add($"{tenant.Path} names a tenant and has no value of its own; its settings stand below it, such as {tenant.Path}:Profile.");
            }
            else
            {
                policies[new TenantId(tenant.Key)] = Read(new SettingsSection(configuration, tenant.Path, errors));
            }
        }

        return new ConfiguredTenants(policies);
    }

    private static TenantPolicy Read(SettingsSection section)
    {
        TenantPolicy policy = section.Checked(new TenantPolicy
        {
            Profile = section.Choice("Profile", "", [.. CompressionProfiles.All.Select(profile => profile.Name)]) is { Length: > 0 } profile ? profile : null,
            MaxBodyBytes = section.Value<long?>("MaxBodyBytes", null, "a number of bytes", TryParseBytes),
            RequestsPerMinute = section.Value<int?>("RequestsPerMinute", null, "a number", TryParseNumber),
        });
        section.RefuseUnknown();
        return policy;
    }

    private static bool TryParseBytes(string text, out long? bytes) => (bytes = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long read) ? read : null) is not null;

    private static bool TryParseNumber(string text, out int? number) => (number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int read) ? read : null) is not null;
}
