using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headroom.Protocols.Tests.Retrieval;

/// <summary>A stream of the Responses API as upstream writes it.</summary>
internal sealed class ResponsesEvents(string id = "resp_1", string? previous = null, bool repeatsTools = false)
{
    private readonly List<string> _datas = [];
    private readonly List<string> _items = [];

    /// <value>The JSON of every event.</value>
    public IReadOnlyList<string> Datas => _datas;

    /// <value>The events as a stream.</value>
    public string Stream => string.Concat(_datas.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n"));

    private string Tools => repeatsTools
        ? """[{"type":"function","name":"search"},{"type":"function","name":"headroom_retrieve","parameters":{"a":1.0}}]""" : """[{"type":"function","name":"search"}]""";

    public ResponsesEvents Begin()
    {
        Add($$"""{"type":"response.created","response":{{Response("in_progress", "[]", "null")}} }""");
        return Add($$"""{"type":"response.in_progress","response":{{Response("in_progress", "[]", "null")}} }""");
    }

    public ResponsesEvents Reasoning(string name)
    {
        string item = $$"""{"id":"rs_{{name}}","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"gA{{name}}"}""";
        int index = _items.Count;
        Add($$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{item}} }""");
        Add($$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs_{{name}}","output_index":{{index}},"summary_index":0,"delta":"hm"}""");
        return Done(item);
    }

    public ResponsesEvents Text(string text)
    {
        int index = _items.Count;
        string quoted = JsonSerializer.Serialize(text);
        string item = $$"""{"id":"msg_{{id}}_{{index}}","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":{{quoted}},"annotations":[]}]}""";
        string begun = $$"""{"id":"msg_{{id}}_{{index}}","type":"message","status":"in_progress","role":"assistant","content":[]}""";
        Add($$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{begun}} }""");
        Add($$"""{"type":"response.output_text.delta","item_id":"msg_{{id}}_{{index}}","output_index":{{index}},"content_index":0,"delta":{{quoted}} }""");
        return Done(item);
    }

    public ResponsesEvents Call(string callId, string name, string arguments, bool isDone = true)
    {
        int index = _items.Count;
        string Item(string status, string text) =>
            $$"""{"id":"fc_{{callId}}","type":"function_call","status":"{{status}}","call_id":"{{callId}}","name":"{{name}}","arguments":{{JsonSerializer.Serialize(text)}} }""";
        Add($$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{Item("in_progress", "")}} }""");
        Add($$"""{"type":"response.function_call_arguments.delta","item_id":"fc_{{callId}}","output_index":{{index}},"delta":{{JsonSerializer.Serialize(arguments)}} }""");
        if (!isDone)
        {
            return this;
        }

        Add($$"""{"type":"response.function_call_arguments.done","item_id":"fc_{{callId}}","output_index":{{index}},"arguments":{{JsonSerializer.Serialize(arguments)}} }""");
        return Done(Item("completed", arguments));
    }

    public ResponsesEvents Own(string callId = "own_1", bool isDone = true) => Call(callId, "headroom_retrieve", $$"""{"hash":"{{Streams.Hash}}"}""", isDone);

    /// <summary>An event that is none of those above.</summary>
    public ResponsesEvents Add(string data)
    {
        _datas.Add($$"""{"type":{{JsonNode.Parse(data)!["type"]!.ToJsonString()}},"sequence_number":{{_datas.Count}},{{data[(data.IndexOf(',') + 1)..]}}""");
        return this;
    }

    public ResponsesEvents End(int input = 100, int output = 20, string status = "completed")
    {
        string usage = $$"""{"input_tokens":{{input}},"input_tokens_details":{"cached_tokens":{{input / 2}}},"output_tokens":{{output}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":{{input + output}} }""";
        return Add($$"""{"type":"response.{{status}}","response":{{Response(status, $"[{string.Join(',', _items)}]", usage)}} }""");
    }

    private string Response(string status, string output, string usage) =>
        $$"""{"id":"{{id}}","object":"response","status":"{{status}}","previous_response_id":{{(previous is null ? "null" : $"\"{previous}\"")}},"temperature":1.0,"tools":{{Tools}},"output":{{output}},"usage":{{usage}} }""";

    private ResponsesEvents Done(string item)
    {
        Add($$"""{"type":"response.output_item.done","output_index":{{_items.Count}},"item":{{item}} }""");
        _items.Add(item);
        return this;
    }
}
