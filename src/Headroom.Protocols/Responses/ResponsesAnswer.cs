using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Responses;

/// <summary>A buffered answer of the Responses API.</summary>
internal sealed class ResponsesAnswer : BufferedAnswer
{
    private readonly ResponseObject _response;

    private ResponsesAnswer(ResponseObject response)
    {
        _response = response;
        Usage = response.Usage;
        bool isComplete = response.Members.StringOf("status") is null or "completed";
        Round = ResponsesRound.Of(response.Id, [.. response.Output.Select(item => item.Of(response.Json))], isComplete);
    }

    public override AssistantRound Round { get; }

    public override TokenUsage Usage { get; }

    public static ResponsesAnswer? TryParse(ReadOnlyMemory<byte> body) =>
        JsonMembers.TryRead(body) is { } members && members.StringOf("object") == "response" && members.ValueOf("output") is { } output
        && body.Span[output.Start] == (byte)'[' ? new ResponsesAnswer(new ResponseObject(body, members)) : null;

    public override ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped)
    {
        var splice = new BodySplice(_response.Json);
        List<ResponsesAnswer> before = [.. earlier.Cast<ResponsesAnswer>()];
        IReadOnlyList<ReadOnlyMemory<byte>> shown = [.. before.SelectMany(answer => answer.Round.Items).Where(item => item.Kind != AnswerItemKind.Own).Select(item => item.Json)];
        _response.ShowAsOne(splice, 0, shown, before.Count == 0 ? null : Total([.. earlier, this]), before.Count == 0 ? default : before[0]._response.PreviousId);
        return splice.ToMemory();
    }
}
