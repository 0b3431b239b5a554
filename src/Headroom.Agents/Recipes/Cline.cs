using System.Text.Json;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Recipes;

/// <summary>Cline's command line, which reads its providers' addresses from a file alone.</summary>
internal sealed class Cline : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => "cline";

    /// <inheritdoc/>
    public string Command => "cline";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        string directory = place.Variable("CLINE_DIR") is { Length: > 0 } given ? given : Path.Combine(place.Home, ".cline");
        string file = Path.Combine(directory, "data", "settings", "providers.json");
        return File.Exists(file)
            ? new AgentSetup { Files = [new FileEdit(file, content => Redirect(content, place)), .. RunServer.InFileOf("cline", place)] }
            : new AgentSetup { Notes = ["Cline has no provider yet: run 'cline auth' first, then this again."] };
    }

    private static byte[] Redirect(byte[] content, AgentPlace place)
    {
        using JsonDocument settings = Parse(content);
        byte[] edited = content;
        foreach (string provider in Providers(settings.RootElement))
        {
            string? address = provider switch
            {
                "anthropic" => place.RootWithKey,
                "gemini" => place.RootWithKey,
                "openai" or "openai-native" or "openai-compatible" => place.RootWithKey + "/v1",
                _ => null,
            };
            edited = address is null ? edited : JsonConfig.Set(edited, ["providers", provider, "settings", "baseUrl"], ConfigJson.Quote(address));
        }

        return edited;
    }

    private static JsonDocument Parse(byte[] content)
    {
        try
        {
            return JsonDocument.Parse(content);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"it is no valid JSON: {broken.Message}", broken);
        }
    }

    private static IEnumerable<string> Providers(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("providers", out JsonElement providers) && providers.ValueKind == JsonValueKind.Object
            ? providers.EnumerateObject().Select(provider => provider.Name)
            : [];
}
