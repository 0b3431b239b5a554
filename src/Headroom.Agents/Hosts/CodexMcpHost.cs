using System.Text;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Hosts;

/// <summary>Codex, which names its servers as tables of a TOML file.</summary>
internal sealed class CodexMcpHost : IMcpHost
{
    private const string Header = $"[mcp_servers.{McpServerEntry.Name}]";

    /// <inheritdoc/>
    public string Name => "codex";

    /// <inheritdoc/>
    public string File(HostPlace place) => place.Below("CODEX_HOME", ".codex", "config.toml");

    /// <inheritdoc/>
    public bool IsDetected(HostPlace place) => Directory.Exists(Path.GetDirectoryName(File(place)));

    /// <inheritdoc/>
    public McpRegistration State(byte[] content, McpServerEntry entry)
    {
        string text = Encoding.UTF8.GetString(content).ReplaceLineEndings("\n");
        return text.Contains(Table(entry), StringComparison.Ordinal) ? McpRegistration.Registered
            : text.Split('\n').Any(IsOurs) ? McpRegistration.Mismatch
            : McpRegistration.Absent;
    }

    /// <inheritdoc/>
    public byte[] Register(byte[] content, McpServerEntry entry)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(content).Split('\n')];
        int start = lines.FindIndex(IsOurs);
        if (start >= 0)
        {
            int end = lines.FindIndex(start + 1, line => line.TrimStart().StartsWith('[') && !line.TrimStart().StartsWith(Header[..^1] + ".", StringComparison.Ordinal));
            lines.RemoveRange(start, (end < 0 ? lines.Count : end) - start);
        }

        string rest = string.Join('\n', lines);
        string gap = rest.Length == 0 || rest.EndsWith("\n\n", StringComparison.Ordinal) ? "" : rest.EndsWith('\n') ? "\n" : "\n\n";
        return Encoding.UTF8.GetBytes(rest + gap + Table(entry));
    }

    private static bool IsOurs(string line) => line.Trim() is Header or $"[mcp_servers.\"{McpServerEntry.Name}\"]";

    /// <summary>JSON's strings and lists of strings are TOML's too.</summary>
    private static string Table(McpServerEntry entry)
    {
        string arguments = string.Join(", ", entry.Arguments.Select(ConfigJson.Quote));
        string environment = entry.Environment.Count == 0 ? ""
            : $"env = {{ {string.Join(", ", entry.Environment.Select(variable => $"{variable.Key} = {ConfigJson.Quote(variable.Value)}"))} }}\n";
        return $"{Header}\ncommand = {ConfigJson.Quote(entry.Command)}\nargs = [{arguments}]\n{environment}";
    }
}
