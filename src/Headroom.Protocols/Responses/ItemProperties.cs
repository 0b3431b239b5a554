using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Responses;

/// <summary>The properties of an item that mean something here.</summary>
internal enum ItemProperty
{
    Other,
    Type,
    Role,
    Id,
    CallId,
    Name,
    Content,
    Output,
    Arguments,
    Input,
    Encrypted,
    Summary,
    Status,
    Tools,
}

/// <summary>Names of item properties.</summary>
internal static class ItemProperties
{
    /// <summary>Recognises the property name that the reader stands on.</summary>
    public static ItemProperty Of(ref BodyReader reader) =>
        reader.ValueTextEquals("type"u8) ? ItemProperty.Type
        : reader.ValueTextEquals("role"u8) ? ItemProperty.Role
        : reader.ValueTextEquals("content"u8) ? ItemProperty.Content
        : reader.ValueTextEquals("call_id"u8) ? ItemProperty.CallId
        : reader.ValueTextEquals("output"u8) ? ItemProperty.Output
        : reader.ValueTextEquals("name"u8) ? ItemProperty.Name
        : reader.ValueTextEquals("arguments"u8) ? ItemProperty.Arguments
        : reader.ValueTextEquals("input"u8) ? ItemProperty.Input
        : reader.ValueTextEquals("id"u8) ? ItemProperty.Id
        : reader.ValueTextEquals("encrypted_content"u8) ? ItemProperty.Encrypted
        : reader.ValueTextEquals("summary"u8) ? ItemProperty.Summary
        : reader.ValueTextEquals("status"u8) ? ItemProperty.Status
        : reader.ValueTextEquals("tools"u8) ? ItemProperty.Tools
        : ItemProperty.Other;
}
