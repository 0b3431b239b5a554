using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Anthropic;

/// <summary>The Messages API of Anthropic.</summary>
internal class AnthropicFormat : WireFormat
{
    public override HistoryForm History => HistoryForm.Parts;

    public override ReadOnlyMemory<byte> RetrieveTool { get; } =
        Retrieval.RetrieveTool.Definition("""{"name":"headroom_retrieve","description":DESCRIPTION,"input_schema":PARAMETERS}""");

    public override AssistantStream NewStream() => new AnthropicStream();

    public override BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => AnthropicAnswer.TryParse(body);

    /// <summary>A part of the user message that follows.</summary>
    public override ReadOnlyMemory<byte> Result(OwnCall ownCall, string text) =>
        JsonText.Fill("""{"type":"tool_result","tool_use_id":§,"content":§}""", ownCall.Id, text);

    public override ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results) =>
        (byte[])[.. round.Message.Span, .. ",{\"role\":\"user\",\"content\":"u8, .. JsonList.Array(results).Span, (byte)'}'];

    public override void MarkForCache(BodySplice body, TurnMap map, string conversation) => CacheBreakpoints.Add(body, map);

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader) => new AnthropicLocator(body).Locate(ref reader);
}
