using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Bedrock;

/// <summary>One content block that the model gave, whole.</summary>
/// <param name="Json">The block as it stands in a message.</param>
/// <param name="Text">The text of a text block.</param>
/// <param name="ClientCallId">The id of a call that the client answers.</param>
/// <param name="OwnCall">The call of our tool, where it is one.</param>
internal sealed record ConverseContent(ReadOnlyMemory<byte> Json, string? Text, string? ClientCallId, OwnCall? OwnCall)
{
    /// <summary>Reads a block.</summary>
    public static ConverseContent Read(ReadOnlyMemory<byte> json)
    {
        JsonMembers? members = JsonMembers.TryRead(json);
        JsonMembers? call = members?.ObjectOf("toolUse");
        string? text = call is null ? members?.StringOf("text") : null;
        if (call is null)
        {
            return new ConverseContent(json, text, null, null);
        }

        string id = call.StringOf("toolUseId") ?? "";
        ReadOnlyMemory<byte> input = call.ValueOf("input") is { } value ? value.Of(json) : "{}"u8.ToArray();
        bool isOwn = call.StringOf("name") == RetrieveTool.NameText;
        return new ConverseContent(json, null, isOwn ? null : id, isOwn ? new OwnCall(id, json, input, null) : null);
    }

    /// <summary>The blocks of one answer as a round.</summary>
    /// <param name="contents">The blocks.</param>
    /// <param name="isKnown">Whether they are all that the model said, so that it can be said again.</param>
    public static AssistantRound ToRound(IReadOnlyList<ConverseContent> contents, bool isKnown)
    {
        List<OwnCall> own = [];
        string? next = null;
        foreach (ConverseContent content in contents.Reverse())
        {
            next = content.ClientCallId ?? next;
            if (content.OwnCall is { } call)
            {
                own.Insert(0, call with { NextClientCallId = next });
            }
        }

        // The provider gives empty texts and refuses to be given them.
        ReadOnlyMemory<byte> said = JsonList.Array(contents.Where(content => content.Text is not "").Select(content => content.Json));
        byte[] message = [.. "{\"role\":\"assistant\",\"content\":"u8, .. said.Span, (byte)'}'];
        return new AssistantRound(
            message,
            [.. contents.Where(content => content.OwnCall is null).Select(content => new VisiblePart(content.Text))],
            own,
            [.. contents.Select(content => content.ClientCallId).OfType<string>()],
            isKnown && own.TrueForAll(call => call.IsComplete()));
    }
}
