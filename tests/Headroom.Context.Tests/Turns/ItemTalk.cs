using System.Text;
using System.Text.Json;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Tests.Turns;

/// <summary>A Responses request as an agent writes it.</summary>
internal sealed record ItemTalk(params string[] Items)
{
    public string Head { get; init; } = "\"store\":false,\"include\":[\"reasoning.encrypted_content\"]";

    public string Tools { get; init; } = """[{"type":"function","name":"search"}]""";

    public byte[] Body => Encoding.UTF8.GetBytes($$"""{"model":"gpt-5",{{Head}},"tools":{{Tools}},"input":[{{string.Join(",", Items)}}]}""");

    public static string Says(string text) => $$"""{"role":"user","content":{{Quoted(text)}} }""";

    public static string Call(string id) => $$"""{"type":"function_call","id":"fc_{{id}}","call_id":"{{id}}","name":"search","arguments":"{}"}""";

    public static string Output(string id, string output) => $$"""{"type":"function_call_output","call_id":"{{id}}","output":{{Quoted(output)}} }""";

    public static string Text(string id, string text) =>
        $$"""{"id":"{{id}}","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":{{Quoted(text)}},"annotations":[]}]}""";

    public static string Reasoning(string id) => $$"""{"id":"{{id}}","type":"reasoning","summary":[],"encrypted_content":"gA{{id}}"}""";

    public static string Own(string id, string hash) =>
        $$"""{"type":"function_call","id":"fc_{{id}}","call_id":"{{id}}","name":"headroom_retrieve","arguments":{{Quoted($"{{\"hash\":\"{hash}\"}}")}} }""";

    public static string Answer(string id, params string[] items) =>
        $$"""{"id":"{{id}}","object":"response","status":"completed","output":[{{string.Join(",", items)}}],"usage":{"input_tokens":1,"output_tokens":2} }""";

    public static string[] ItemsOf(ReadOnlyMemory<byte> body)
    {
        Assert.True(TurnLocator.TryLocate(WireProtocol.Responses, body, out TurnMap? map));
        return [.. map.Messages.Select(item => Encoding.UTF8.GetString(item.Range.Of(body.Span)))];
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
