using System.Security.Cryptography;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Responses;

/// <summary>Makes a round from the items of an answer.</summary>
internal static class ResponsesRound
{
    /// <summary>The round.</summary>
    /// <param name="answerId">The answer's id.</param>
    /// <param name="items">Its items, as upstream gave them.</param>
    /// <param name="isComplete">Whether it came to its own end.</param>
    public static AssistantRound Of(string? answerId, IReadOnlyList<ReadOnlyMemory<byte>> items, bool isComplete)
    {
        List<(AnswerItem Item, OwnCall? Own, string? Text)> read = [.. items.Select(Read)];
        HashSet<string> answered = [.. items.Select(AnsweredCall).OfType<string>()];
        string[] clientCalls = [.. read.Where(r => r.Item.Kind == AnswerItemKind.Call && !answered.Contains(r.Item.Key!)).Select(r => r.Item.Key!)];
        OwnCall[] own =
        [
            .. read.Index().Where(r => r.Item.Own is not null).Select(r => r.Item.Own! with
            {
                NextClientCallId = read.Skip(r.Index).Select(later => later.Item.Key).FirstOrDefault(key => key is not null && clientCalls.Contains(key)),
            }),
        ];
        VisiblePart[] visible = [.. read.Where(r => r.Own is null).Select(r => new VisiblePart(r.Text))];
        return new AssistantRound(JsonList.Join(items), visible, own, clientCalls, isComplete && own.All(call => call.IsComplete()))
        {
            AnswerId = answerId,
            Items = [.. read.Select(r => r.Item)],
        };
    }

    private static (AnswerItem Item, OwnCall? Own, string? Text) Read(ReadOnlyMemory<byte> json)
    {
        if (!TryParse(json, out ResponsesItem item))
        {
            return (new AnswerItem(AnswerItemKind.Other, null, null, json, SHA256.HashData(json.Span)), null, null);
        }

        byte[] hash = ResponsesItemHash.Of(json, item);
        if (item is { Type: "function_call", Name: RetrieveTool.NameText })
        {
            ReadOnlyMemory<byte> arguments = item.Arguments is { } token && JsonText.TryUnescape(token.Of(json), out ReadOnlyMemory<byte> text) ? text : default;
            return (new AnswerItem(AnswerItemKind.Own, item.CallId, item.Id, json, hash), new OwnCall(item.CallId ?? "", json, arguments, null), null);
        }

        if (item.IsMessage)
        {
            string said = string.Concat(item.Parts.Select(part => part.Text).OfType<ByteRange>().Select(token => JsonText.ToText(token.Of(json))));
            return (new AnswerItem(AnswerItemKind.Text, AnswerText.Key(said), item.Id, json, hash), null, said);
        }

        string? callId = item.IsCall ? item.CallId : item.Type == "mcp_approval_request" ? item.Id : null;
        return (new AnswerItem(callId is null ? AnswerItemKind.Other : AnswerItemKind.Call, callId, item.Id, json, hash), null, null);
    }

    /// <summary>A call that the provider ran itself has its output in the same answer.</summary>
    private static string? AnsweredCall(ReadOnlyMemory<byte> json) => TryParse(json, out ResponsesItem item) && item.IsOutput ? item.CallId : null;

    private static bool TryParse(ReadOnlyMemory<byte> json, out ResponsesItem item)
    {
        var reader = new BodyReader(json.Span, new JsonReaderOptions { MaxDepth = 1 << 16 });
        reader.Read();
        return ResponsesItem.TryRead(ref reader, out item);
    }
}
