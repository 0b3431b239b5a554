using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>The Converse API of AWS Bedrock, one form for the models of all makers.</summary>
internal sealed class ConverseFormat : WireFormat
{
    public override HistoryForm History => HistoryForm.Parts;

    public override ReadOnlyMemory<byte> RetrieveTool { get; } = Retrieval.RetrieveTool.Definition(
        """{"toolSpec":{"name":"headroom_retrieve","description":DESCRIPTION,"inputSchema":{"json":PARAMETERS}}}""");

    public override string StreamMediaType => BedrockMessage.MediaType;

    public override AssistantStream NewStream() => new ConverseStream();

    public override BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => ConverseAnswer.TryParse(body);

    /// <summary>A part of the user message that follows.</summary>
    public override ReadOnlyMemory<byte> Result(OwnCall ownCall, string text) =>
        JsonText.Fill("""{"toolResult":{"toolUseId":§,"content":[{"text":§}]}}""", ownCall.Id, text);

    public override ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results) =>
        (byte[])[.. round.Message.Span, .. ",{\"role\":\"user\",\"content\":"u8, .. JsonList.Array(results).Span, (byte)'}'];

    public override string? ToolName(JsonMembers tool) => tool.ObjectOf("toolSpec")?.StringOf("name");

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader) => new ConverseLocator(body).Locate(ref reader);
}
