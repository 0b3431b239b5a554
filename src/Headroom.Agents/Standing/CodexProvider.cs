using System.Text;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Standing;

/// <summary>Codex's <c>config.toml</c>, with a provider of our own that is the one in use.</summary>
internal static class CodexProvider
{
    private const string Choice = "model_provider";
    private const string Header = "[model_providers.headroom]";

    /// <summary>The file with our provider. The choice is a key of no table and so stands before the first; the provider's table stands last.</summary>
    public static byte[] Put(byte[] content, StandingGateway gateway)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(content).Split('\n')];
        int ours = lines.FindIndex(line => line.Trim() == Header);
        if (ours >= 0)
        {
            int next = lines.FindIndex(ours + 1, IsTable);
            lines.RemoveRange(ours, (next < 0 ? lines.Count : next) - ours);
        }

        int firstTable = lines.FindIndex(IsTable);
        int chosen = lines.FindIndex(0, firstTable < 0 ? lines.Count : firstTable, IsChoice);
        if (chosen >= 0)
        {
            lines.RemoveAt(chosen);
        }

        lines.Insert(0, $"{Choice} = \"headroom\"");
        string text = string.Join('\n', lines).TrimEnd('\n');
        return Encoding.UTF8.GetBytes(
            $"{text}\n\n{Header}\nname = \"OpenAI\"\nbase_url = {ConfigJson.Quote(gateway.RootWithKey + "/v1")}\nwire_api = \"responses\"\nrequires_openai_auth = true\nsupports_websockets = true\n");
    }

    private static bool IsTable(string line) => line.TrimStart().StartsWith('[');

    private static bool IsChoice(string line) => line.TrimStart() is var text && text.StartsWith(Choice, StringComparison.Ordinal) && text[Choice.Length..].TrimStart().StartsWith('=');
}
