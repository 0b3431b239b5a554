using System.Security.Cryptography;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>Reads the <c>input</c> of a Responses request.</summary>
internal sealed class ResponsesItemReader(ReadOnlyMemory<byte> body) : MessageReader(body)
{
    /// <value>The first list of tools among the items that holds one of the client's; <c>null</c> where there is none.</value>
    public ToolList? Tools { get; private set; }

    /// <value>Whether a list of tools among the items holds one that is named like ours.</value>
    public bool ListsRetrieve { get; private set; }

    /// <summary>Takes an input that is one string: what the user says.</summary>
    public void AddPlain(ByteRange token)
    {
        Messages.Add(new TurnMessage
        {
            Range = token,
            Role = "user",
            Hash = SHA256.HashData(token.Of(Body.Span)),
            Blocks = [],
            Content = token,
            Parts = [new MessagePart(MessagePartKind.Text, token, null, token)],
        });
        Question = [token];
    }

    private protected override bool ReadMessage(ref BodyReader reader)
    {
        if (!ResponsesItem.TryRead(ref reader, out ResponsesItem item))
        {
            return false;
        }

        if (item is { IsCall: true, CallId: { } callId })
        {
            ToolNames[callId] = item.Name ?? item.Type![..^"_call".Length];
        }

        if (item is { Type: "additional_tools", Tools: { } tools })
        {
            ListsRetrieve |= tools.HasRetrieveTool;
            Tools ??= tools.HasFunctionTool ? tools : null;
        }

        string role = item.IsMade ? "assistant" : item.IsMessage ? item.Role ?? "" : item.Role ?? item.Type ?? "";
        Messages.Add(new TurnMessage
        {
            Range = item.Range,
            Role = role,
            Hash = ResponsesItemHash.Of(Body, item),
            Blocks = Blocks(item),
            Content = item.Content,
            Parts = PartsOf(item),
        });
        if (item.IsMessage && role == "user")
        {
            IReadOnlyList<ByteRange> spoken = [.. item.Parts.Select(part => part.Text).OfType<ByteRange>().Where(text => !BodyReading.IsAgentReminder(text.Of(Body.Span)))];
            Question = spoken.Count > 0 ? spoken : Question;
        }

        return true;
    }

    private TurnBlock[] Blocks(ResponsesItem item)
    {
        if (!item.IsOutput || item.IsFailed)
        {
            return [];
        }

        string? toolName = item.CallId is null ? null : ToolNames.GetValueOrDefault(item.CallId);
        return [.. item.OutputTexts.Select(token => new TurnBlock(token, item.CallId, toolName))];
    }

    /// <summary>An item that is no message is one part: a call by its <c>call_id</c>, anything else by its id.</summary>
    private static IReadOnlyList<MessagePart> PartsOf(ResponsesItem item) =>
        item.IsMessage ? [.. item.Parts]
        : item is { IsCall: true, CallId: not null } ? [new MessagePart(MessagePartKind.ToolCall, item.Range, item.CallId, null)]
        : [new MessagePart(MessagePartKind.Other, item.Range, item.Id, null)];
}
