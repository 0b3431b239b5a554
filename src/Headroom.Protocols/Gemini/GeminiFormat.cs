using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Gemini;

/// <summary>The generateContent API of Google Gemini, and Cloud Code Assist, which wraps it.</summary>
internal sealed class GeminiFormat : WireFormat
{
    public override HistoryForm History => HistoryForm.Parts;

    /// <summary>An element of <c>functionDeclarations</c>.</summary>
    public override ReadOnlyMemory<byte> RetrieveTool { get; } =
        Retrieval.RetrieveTool.Definition("""{"name":"headroom_retrieve","description":DESCRIPTION,"parameters":PARAMETERS}""");

    public override AssistantStream NewStream() => new GeminiStream(EventFraming.ServerSent);

    public override AssistantStream NewArrayStream() => new GeminiStream(EventFraming.JsonArray);

    public override BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => GeminiAnswer.TryParse(body);

    /// <summary>A part of the user content that follows; it names its call's id only where the model gave one.</summary>
    public override ReadOnlyMemory<byte> Result(OwnCall ownCall, string text) => ownCall.Id.Length > 0
        ? JsonText.Fill("""{"functionResponse":{"id":§,"name":"headroom_retrieve","response":{"output":§}}}""", ownCall.Id, text)
        : JsonText.Fill("""{"functionResponse":{"name":"headroom_retrieve","response":{"output":§}}}""", text);

    public override ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results) =>
        (byte[])[.. round.Message.Span, .. ",{\"parts\":"u8, .. JsonList.Array(results).Span, .. ",\"role\":\"user\"}"u8];

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader) => new GeminiLocator(body).Locate(ref reader);
}
