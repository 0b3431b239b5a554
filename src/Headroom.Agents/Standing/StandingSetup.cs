using System.Text;
using Headroom.Agents.Configs;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Standing;

/// <summary>What makes an agent go through a gateway from now on, however it is started: a few lines in its own settings.</summary>
/// <param name="name">What the agent is called on our command line.</param>
/// <param name="file">The file of its settings.</param>
/// <param name="edit">The settings with our lines in them.</param>
public sealed class StandingSetup(string name, Func<HostPlace, string> file, Func<byte[], StandingGateway, byte[]> edit)
{
    /// <value>The agents whose settings can name an address.</value>
    public static IReadOnlyList<StandingSetup> All { get; } =
    [
        new("claude", place => place.Below("CLAUDE_CONFIG_DIR", ".claude", "settings.json"), Claude),
        new("codex", place => place.Below("CODEX_HOME", ".codex", "config.toml"), CodexProvider.Put),
        new("gemini", place => place.Below(null, ".gemini", ".env"), (content, gateway) => EnvironmentFile.Set(content, "GOOGLE_GEMINI_BASE_URL", gateway.RootWithKey)),
        new("qwen", place => place.Below(null, ".qwen", ".env"), (content, gateway) => EnvironmentFile.Set(content, "OPENAI_BASE_URL", gateway.RootWithKey + "/v1")),
    ];

    /// <value>What the agent is called.</value>
    public string Name => name;

    /// <value>The owner that the change is journaled under.</value>
    public string Owner => OwnerOf(name);

    /// <summary>The owner that an agent's change is journaled under; with an empty name, how all of them begin.</summary>
    public static string OwnerOf(string agent) => $"init:{agent}";

    /// <summary>The file of its settings.</summary>
    public string File(HostPlace place) => file(place);

    /// <summary>Whether the agent is on this machine: it keeps its settings somewhere.</summary>
    public bool IsDetected(HostPlace place) => Directory.Exists(Path.GetDirectoryName(file(place)));

    /// <summary>The settings with our lines in them.</summary>
    /// <exception cref="InvalidDataException">The settings cannot be read.</exception>
    public byte[] Edit(byte[] content, StandingGateway gateway) => edit(content, gateway);

    private static byte[] Claude(byte[] content, StandingGateway gateway)
    {
        byte[] edited = JsonConfig.Set(content, ["env", "ANTHROPIC_BASE_URL"], ConfigJson.Quote(gateway.Root));
        edited = JsonConfig.Set(edited, ["env", "ENABLE_TOOL_SEARCH"], ConfigJson.Quote("true"));
        return gateway.Key is null ? edited : JsonConfig.Set(edited, ["env", "ANTHROPIC_CUSTOM_HEADERS"], ConfigJson.Quote($"X-Headroom-Key: {gateway.Key}"));
    }
}

/// <summary>The gateway that agents are to go through.</summary>
/// <param name="Url">Its root.</param>
/// <param name="Key">The Headroom key; <c>null</c> where none is needed.</param>
public sealed record StandingGateway(Uri Url, string? Key)
{
    /// <value>The root, for clients that can send headers.</value>
    public string Root => Url.AbsoluteUri.TrimEnd('/');

    /// <value>The root with the key in its path, for clients that cannot.</value>
    public string RootWithKey => $"{Root}{(Key is null ? "" : $"/k/{Key}")}";
}

/// <summary>Files of <c>NAME=value</c> lines.</summary>
internal static class EnvironmentFile
{
    /// <summary>The file with a variable set, in its own place where it was set before.</summary>
    public static byte[] Set(byte[] content, string name, string value)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(content).Split('\n')];
        string line = $"{name}={value}";
        int standing = lines.FindIndex(text => text.TrimStart().StartsWith(name + "=", StringComparison.Ordinal));
        if (standing >= 0)
        {
            lines[standing] = line + (lines[standing].EndsWith('\r') ? "\r" : "");
        }
        else
        {
            lines.Insert(lines[^1].Length == 0 ? lines.Count - 1 : lines.Count, line);
        }

        string text = string.Join('\n', lines);
        return Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n");
    }
}
