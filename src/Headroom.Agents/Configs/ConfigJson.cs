using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Agents.Configs;

/// <summary>The source-generated serializers of small values in configuration.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ConfigJson : JsonSerializerContext
{
    /// <summary>For files that people read.</summary>
    public static ConfigJson Readable => field ??= new ConfigJson(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A JSON string.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Readable.String);
}
