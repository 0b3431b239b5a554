using Headroom.Gateway.Upstreams;

namespace Headroom.Gateway.Access;

/// <summary>
/// The API keys that the gateway holds for its callers. One is used only where a caller was let in by a Headroom key and sends
/// no credential of its own; it is never logged and never leaves except to its provider.
/// </summary>
public sealed class ProviderCredentials(IReadOnlyDictionary<Provider, string> keys)
{
    /// <summary>A gateway that holds none.</summary>
    public static ProviderCredentials None { get; } = new(new Dictionary<Provider, string>());

    /// <summary>The header that carries the gateway's credential for a provider; <c>null</c> where it holds none.</summary>
    internal (string Name, string Value)? HeaderFor(Provider provider) => !keys.TryGetValue(provider, out string? key) ? null : provider switch
    {
        Provider.Anthropic => ("x-api-key", key),
        Provider.Gemini => ("x-goog-api-key", key),
        Provider.Azure => ("api-key", key),
        _ => ("authorization", "Bearer " + key),
    };

    /// <summary>Reads them from <c>HEADROOM_ANTHROPIC_API_KEY</c>, <c>HEADROOM_OPENAI_API_KEY</c> <c>HEADROOM_GEMINI_API_KEY</c>, and so on.</summary>
    public static ProviderCredentials FromEnvironment(Func<string, string?> variable) => new(
        Enum.GetValues<Provider>()
            .Select(provider => (Provider: provider, Key: variable($"HEADROOM_{provider.ToString().ToUpperInvariant()}_API_KEY")))
            .Where(held => !string.IsNullOrWhiteSpace(held.Key))
            .ToDictionary(held => held.Provider, held => held.Key!.Trim()));
}
