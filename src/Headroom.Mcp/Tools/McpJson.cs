using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Mcp.Backends;

namespace Headroom.Mcp.Tools;

/// <summary>The source-generated serializers of the tools' answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompressedContent))]
[JsonSerializable(typeof(RetrievedContent))]
[JsonSerializable(typeof(ToolError))]
internal sealed partial class McpJson : JsonSerializerContext
{
    /// <summary>For models: a quotation mark costs one escape, not six characters.</summary>
    public static McpJson Readable => field ??= new McpJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
