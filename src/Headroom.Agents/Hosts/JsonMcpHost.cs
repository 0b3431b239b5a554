using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Hosts;

/// <summary>A host that names its servers in a JSON file.</summary>
/// <param name="name">What it is called.</param>
/// <param name="file">Its file.</param>
/// <param name="section">The member that holds the servers.</param>
/// <param name="write">How it wants a server written.</param>
/// <param name="sign">A directory that is there where the host is; <c>null</c> for the one of its file.</param>
internal sealed class JsonMcpHost(
    string name, Func<HostPlace, string> file, string section, Func<McpServerEntry, JsonObject> write, Func<HostPlace, string>? sign = null) : IMcpHost
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string File(HostPlace place) => file(place);

    /// <inheritdoc/>
    public bool IsDetected(HostPlace place) =>
        System.IO.File.Exists(file(place)) || Directory.Exists(sign is null ? Path.GetDirectoryName(file(place)) : sign(place));

    /// <inheritdoc/>
    public McpRegistration State(byte[] content, McpServerEntry entry)
    {
        JsonNode? found = Parse(content)?[section] is JsonObject servers ? servers[McpServerEntry.Name] : null;
        return found is null ? McpRegistration.Absent
            : JsonNode.DeepEquals(found, write(entry)) ? McpRegistration.Registered
            : McpRegistration.Mismatch;
    }

    /// <inheritdoc/>
    public byte[] Register(byte[] content, McpServerEntry entry) =>
        JsonConfig.Set(content, [section, McpServerEntry.Name], write(entry).ToJsonString(ConfigJson.Readable.Options));

    /// <summary>A server as most hosts write it.</summary>
    public static JsonObject Common(McpServerEntry entry)
    {
        var server = new JsonObject { ["command"] = entry.Command, ["args"] = List(entry.Arguments) };
        if (entry.Environment.Count > 0)
        {
            server["env"] = Map(entry.Environment);
        }

        return server;
    }

    /// <summary>The same, with its transport named.</summary>
    public static JsonObject Typed(McpServerEntry entry)
    {
        JsonObject server = Common(entry);
        server.Insert(0, "type", "stdio");
        return server;
    }

    /// <summary>A JSON list of texts.</summary>
    public static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    /// <summary>A JSON object of texts.</summary>
    public static JsonObject Map(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create<string, JsonNode?>(text.Key, JsonValue.Create(text.Value))));

    private static JsonObject? Parse(byte[] content)
    {
        try
        {
            ReadOnlySpan<byte> text = content.AsSpan();
            text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
            return text.Trim(" \t\r\n"u8).IsEmpty ? null : JsonNode.Parse(text, documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"it is no valid JSON: {broken.Message}", broken);
        }
    }
}
