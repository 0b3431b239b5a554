using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Stabilizing;
using Headroom.Protocols.Streaming;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>The Responses API of OpenAI, over HTTP and over WebSocket.</summary>
internal sealed class ResponsesFormat : WireFormat
{
    public override HistoryForm History => HistoryForm.Items;

    public override ReadOnlyMemory<byte> RetrieveTool { get; } = Retrieval.RetrieveTool.Definition(
        """{"type":"function","name":"headroom_retrieve","description":DESCRIPTION,"parameters":PARAMETERS,"strict":false}""");

    public override AssistantStream NewStream() => new ResponsesStream(EventFraming.ServerSent);

    public override AssistantStream NewSocketStream() => new ResponsesStream(EventFraming.Bare);

    public override BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => ResponsesAnswer.TryParse(body);

    /// <summary>An item of its own.</summary>
    public override ReadOnlyMemory<byte> Result(OwnCall ownCall, string text) =>
        JsonText.Fill("""{"type":"function_call_output","call_id":§,"output":§}""", ownCall.Id, text);

    public override ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results) =>
        JsonList.Join([round.Message, .. results]);

    public override void AppendHistory(BodySplice body, TurnMap map, ReadOnlyMemory<byte> added)
    {
        ReadOnlyMemory<byte> history = map.MessageList.Of(body.Body);
        if (history.Span[0] == (byte)'[')
        {
            base.AppendHistory(body, map, added);
            return;
        }

        body.Replace(map.MessageList, (byte[])[.. "[{\"role\":\"user\",\"content\":"u8, .. history.Span, .. "},"u8, .. added.Span, (byte)']']);
    }

    public override void ContinueFrom(BodySplice body, TurnMap map, string responseId, ReadOnlyMemory<byte> added)
    {
        body.ReplaceWhole(map.MessageList, (byte[])[(byte)'[', .. added.Span, (byte)']']);
        NamePrevious(body, map, responseId);
    }

    public override void PrependHistory(BodySplice body, TurnMap map, ReadOnlyMemory<byte> elements)
    {
        ReadOnlyMemory<byte> history = map.MessageList.Of(body.Body);
        if (history.Span[0] == (byte)'[')
        {
            base.PrependHistory(body, map, elements);
            return;
        }

        body.Replace(map.MessageList, (byte[])[(byte)'[', .. elements.Span, .. ",{\"role\":\"user\",\"content\":"u8, .. history.Span, .. "}]"u8]);
    }

    public override void NamePrevious(BodySplice body, TurnMap map, string responseId)
    {
        if (map.Kept?.PreviousIdToken is { } token)
        {
            body.ReplaceWhole(token, JsonText.Fill("§", responseId));
            return;
        }

        int start = body.Body.Span.IndexOf((byte)'{') + 1;
        body.Insert(start, JsonText.Fill("\"previous_response_id\":§,", responseId));
    }

    public override void MarkForCache(BodySplice body, TurnMap map, string conversation) => CacheKey.Add(body, map, conversation);

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader) => new ResponsesLocator(body).Locate(ref reader);
}
