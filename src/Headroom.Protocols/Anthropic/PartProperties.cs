using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Anthropic;

/// <summary>The properties of a content part that mean something here.</summary>
internal enum PartProperty
{
    Other,
    Type,
    Id,
    Name,
    ToolUseId,
    IsError,
    Text,
    Content,
    CacheControl,
}

/// <summary>Names of part properties.</summary>
internal static class PartProperties
{
    /// <summary>Recognises the property name that the reader stands on.</summary>
    public static PartProperty Of(ref BodyReader reader) =>
        reader.ValueTextEquals("type"u8) ? PartProperty.Type
        : reader.ValueTextEquals("text"u8) ? PartProperty.Text
        : reader.ValueTextEquals("content"u8) ? PartProperty.Content
        : reader.ValueTextEquals("id"u8) ? PartProperty.Id
        : reader.ValueTextEquals("name"u8) ? PartProperty.Name
        : reader.ValueTextEquals("tool_use_id"u8) ? PartProperty.ToolUseId
        : reader.ValueTextEquals("is_error"u8) ? PartProperty.IsError
        : reader.ValueTextEquals("cache_control"u8) ? PartProperty.CacheControl
        : PartProperty.Other;
}
