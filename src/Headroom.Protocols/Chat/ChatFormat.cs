using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Stabilizing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>Chat Completions of OpenAI, and of the many servers that speak it.</summary>
internal sealed class ChatFormat : WireFormat
{
    public override HistoryForm History => HistoryForm.Messages;

    public override ReadOnlyMemory<byte> RetrieveTool { get; } = Retrieval.RetrieveTool.Definition(
        """{"type":"function","function":{"name":"headroom_retrieve","description":DESCRIPTION,"parameters":PARAMETERS}}""");

    public override AssistantStream NewStream() => new ChatStream();

    public override BufferedAnswer? ReadAnswer(ReadOnlyMemory<byte> body) => ChatAnswer.TryParse(body);

    public override TokenUsage ReadUsage(ReadOnlyMemory<byte> body) =>
        JsonMembers.TryRead(body)?.ObjectOf("usage") is { } usage ? OpenAIUsage.Chat.Read(usage) : TokenUsage.Unknown;

    /// <summary>A message of its own.</summary>
    public override ReadOnlyMemory<byte> Result(OwnCall ownCall, string text) =>
        JsonText.Fill("""{"role":"tool","tool_call_id":§,"content":§}""", ownCall.Id, text);

    public override ReadOnlyMemory<byte> Continuation(AssistantRound round, IReadOnlyList<ReadOnlyMemory<byte>> results) =>
        JsonList.Join([round.Message, .. results]);

    public override string? ToolName(JsonMembers tool) => tool.ObjectOf("function")?.StringOf("name");

    public override void MarkForCache(BodySplice body, TurnMap map, string conversation) => CacheKey.Add(body, map, conversation);

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader) => new ChatLocator(body).Locate(ref reader);
}
