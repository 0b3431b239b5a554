using System.Collections.Frozen;
using System.Text.Json;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Bedrock;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Chat;
using Headroom.Protocols.Gemini;
using Headroom.Protocols.Responses;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Formats;

/// <summary>
/// Everything in which one wire protocol differs from the others. A protocol is a folder with a subclass of this, and a line in
/// the table below.
/// </summary>
public abstract class WireFormat
{
    private static readonly FrozenDictionary<WireProtocol, WireFormat> All = new Dictionary<WireProtocol, WireFormat>
    {
        [WireProtocol.AnthropicMessages] = new AnthropicFormat(),
        [WireProtocol.ChatCompletions] = new ChatFormat(),
        [WireProtocol.Responses] = new ResponsesFormat(),
        [WireProtocol.Gemini] = new GeminiFormat(),
        [WireProtocol.BedrockInvoke] = new InvokeFormat(),
        [WireProtocol.BedrockConverse] = new ConverseFormat(),
    }.ToFrozenDictionary();

    /// <value>What a history is made of.</value>
    public abstract HistoryForm History { get; }

    /// <value>The definition of <c>headroom_retrieve</c> as an element of the tool list. The bytes are constant.</value>
    public abstract ReadOnlyMemory<byte> RetrieveTool { get; }

    /// <value>The media type of streamed answers.</value>
    public virtual string StreamMediaType => "text/event-stream";

    /// <summary>The format of a protocol.</summary>
    public static WireFormat Of(WireProtocol protocol) => All[protocol];

    /// <summary>A machine that follows one streamed answer.</summary>
    public abstract AssistantStream NewStream();

    /// <summary>
    /// A machine that follows one answer whose events come as messages of a WebSocket, one JSON value each; <c>null</c> where
    /// the protocol has no such transport.
    /// </summary>
    public virtual AssistantStream? NewSocketStream() => null;

    /// <summary>
    /// A machine that follows one answer that is streamed as a JSON array; <c>null</c> where the protocol has no such form.
    /// </summary>
    public virtual AssistantStream? NewArrayStream() => null;

    /// <summary>Reads an answer in one piece; <c>null</c> where the body is none: an error, broken JSON.</summary>
    public abstract BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body);

    /// <summary>Reads what an answer in one piece says of its usage, and no more of it than that takes.</summary>
    public virtual TokenUsage ReadUsage(ReadOnlyMemory<byte> body) => ReadAnswer(body)?.Usage ?? TokenUsage.Unknown;

    /// <summary>The result of a call of ours, as it stands in a request.</summary>
    public abstract ReadOnlyMemory<byte> Result(OwnCall ownCall, string text);

    /// <summary>What a round of our own calls adds to the history: what the model said, and the results; joined by commas.</summary>
    public abstract ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results);

    /// <summary>Writes a request that goes on after rounds of our own calls, by giving the whole history again.</summary>
    /// <param name="body">The request.</param>
    /// <param name="map">Its spans.</param>
    /// <param name="added">What the rounds added to the history, joined by commas.</param>
    public virtual void AppendHistory(BodySplice body, TurnMap map, ReadOnlyMemory<byte> added) =>
        body.Insert(map.MessageList.End - 1, (byte[])[(byte)',', .. added.Span]);

    /// <summary>Writes a request that goes on from an answer which the provider keeps, by giving only what is new.</summary>
    /// <exception cref="NotSupportedException">Providers of this protocol keep none.</exception>
    public virtual void ContinueFrom(BodySplice body, TurnMap map, string responseId, ReadOnlyMemory<byte> added) =>
        throw new NotSupportedException($"{map.Protocol} has no answers that a provider keeps.");

    /// <summary>Has a request go on from another answer than the one that the client named.</summary>
    /// <exception cref="NotSupportedException">Providers of this protocol keep no answers.</exception>
    public virtual void NamePrevious(BodySplice body, TurnMap map, string responseId) =>
        throw new NotSupportedException($"{map.Protocol} has no answers that a provider keeps.");

    /// <summary>Puts elements, joined by commas, before the history of a request.</summary>
    public virtual void PrependHistory(BodySplice body, TurnMap map, ReadOnlyMemory<byte> elements) =>
        body.Insert(map.MessageList.Start + 1, (byte[])[.. elements.Span, .. map.Messages.Count > 0 ? ","u8 : ""u8]);

    /// <summary>Puts our tool behind the client's.</summary>
    public virtual void Offer(BodySplice body, ByteRange tools) => body.Insert(tools.End - 1, (byte[])[(byte)',', .. RetrieveTool.Span]);

    /// <summary>The name of a tool that a request lists; <c>null</c> where it has none.</summary>
    public virtual string? ToolName(JsonMembers tool) => tool.StringOf("name");

    /// <summary>
    /// Says to the provider what of a request it is to cache, or where to look for it, unless the client does: marks, or a name of
    /// the conversation.
    /// </summary>
    /// <param name="body">The request.</param>
    /// <param name="map">Its spans.</param>
    /// <param name="conversation">Names the conversation, without telling anything about it.</param>
    public virtual void MarkForCache(BodySplice body, TurnMap map, string conversation)
    {
    }

    /// <summary>Finds the spans of a request; <c>null</c> where it is none.</summary>
    /// <exception cref="JsonException">Broken JSON.</exception>
    internal abstract TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader);
}
