using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Tests.Turns;

/// <summary>Requests for the tests, and what another JSON reader says about the same places.</summary>
internal static class Locating
{
    public const string AnthropicBody =
        """
        { "metadata": {"user_id": "u_account_1_session_2", "x": [1e400, 1.0]}, "max_tokens": 4096, "unknown": 12345678901234567890.10,
          "model" : "claude-x", "stream": true, "thinking": {"type":"enabled","budget_tokens":1024}, "system": [{"type":"text","text":"s\u00e9"}],
          "messages": [
            {"content": "What about order \"7\"?", "role": "user", "extra": {"messages": [null]}},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"text","text":"Let me \ud83d\ude00 see."},
              {"input":{"id":"no","content":["x"]},"name":"search","id":"call_1","type":"tool_use"},{"type":"tool_use","id":"call_2","name":"b\u0061sh","input":{}}]},
            {"role":"user","content":[
              {"content":"line 1\nline 2 \u20ac","type":"tool_result","tool_use_id":"call_1"},
              {"type":"tool_result","content":[{"text":"part","type":"text","citations":null},{"type":"image","source":{"data":"AA"}},{"type":"text","text":""}],"tool_use_id":"call_2"},
              {"type":"tool_result","tool_use_id":"call_2","is_error":true,"content":"failed"},
              {"type":"new_kind","content":"not ours"}, 17, null,
              {"type":"text","text":"<system-reminder>be nice</system-reminder>"},{"type":"text","text":"And now?"}]}
          ],
          "tools":[{"name":"search","input_schema":{}},{"type":"web_search_20250305","name":"web"}], "tool_choice":{"type":"auto"} }
        """;

    public const string ChatBody =
        """
        {"n":1, "prompt_cache_key":"pk", "max_tokens":5, "max_completion_tokens": 7, "stream":false, "model":"gpt-x", "seed": -0.0,
         "messages" : [
           {"role":"developer","content":"be short"},
           {"content":[{"type":"text","text":"<system-reminder>x</system-reminder>"},{"text":"Which one?","type":"text"},{"type":"image_url","image_url":{"url":"data:"}}],"role":"user"},
           {"tool_calls":[{"function":{"arguments":"{\"q\":1}","name":"search"},"type":"function","id":"c1"},{"id":"c2","type":"custom","custom":{"name":"sh","input":"ls"}}],"content":null,"role":"assistant"},
           {"tool_call_id":"c1","role":"tool","content":"result \u00e9 1"},
           {"content":[{"type":"text","text":"result 2"},{"type":"text","text":"more"}],"tool_call_id":"c2","role":"tool"},
           {"role":"function","name":"old","content":"result 3"},
           {"role":"assistant","content":"","refusal":null}
         ],
         "tools":[{"type":"function","function":{"name":"search"}}],"tool_choice":"auto"}
        """;

    public const string ResponsesBody =
        """
        { "store": false, "include": ["reasoning.encrypted_content"], "model":"gpt-5-codex", "prompt_cache_key":"pk", "max_output_tokens": 900, "instructions":"be short",
          "reasoning":{"effort":"low"}, "previous_response_id" : "resp_0", "stream":true, "zz":{"input":[1e400]},
          "input" : [
            {"type":"message","role":"developer","content":[{"type":"input_text","text":"rules"}]},
            {"role":"user","content":[{"type":"input_text","text":"<environment_context>x</environment_context>"},{"type":"input_image","image_url":"data:"},{"text":"Which\u003f","type":"input_text"}]},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"gAAA"},
            {"type":"message","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"I look.","annotations":[]}]},
            {"arguments":"{\"q\":1}","name":"search","type":"function_call","call_id":"c1","id":"fc_1"},
            {"call_id":"c2","name":"exec","input":"ls","type":"custom_tool_call"},
            {"type":"local_shell_call","call_id":"c3","action":{"type":"exec","command":["ls"]}},
            {"type":"shell_call","call_id":"c4","action":{"commands":["ls"]}},
            {"type":"apply_patch_call","call_id":"c5","operation":{}},
            {"output":"found \u00e9","call_id":"c1","type":"function_call_output"},
            {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"part"},{"type":"input_image","image_url":"data:"},{"text":"more","type":"input_text"}]},
            {"type":"local_shell_call_output","id":"c3","output":"shell"},
            {"output":[{"stderr":"bad","stdout":"good","outcome":{"type":"exit","exit_code":0}}],"type":"shell_call_output","call_id":"c4"},
            {"type":"apply_patch_call_output","call_id":"c5","status":"completed","output":"patched"},
            {"type":"apply_patch_call_output","call_id":"c5","status":"failed","output":"not patched"},
            {"type":"mcp_call","id":"mcp_1","server_label":"s","name":"n","arguments":"{}","output":"upstream saw it first"},
            {"type":"computer_call_output","call_id":"c6","output":{"type":"computer_screenshot","image_url":"data:"}},
            {"type":"tool_search_output","call_id":"c7","output":"no"}, {"type":"item_reference","id":"msg_9"}, {"type":"new_kind","output":"not ours"}
          ],
          "tools":[{"type":"function","name":"search","parameters":{}},{"type":"web_search"}], "tool_choice":"auto" }
        """;

    public const string GeminiBody =
        """
        { "systemInstruction":{"parts":[{"text":"be short"}]}, "generationConfig":{"temperature":1.0,"candidateCount":1,"maxOutputTokens": 900,"thinkingConfig":{"thinkingBudget":-1}},
          "safetySettings":[], "zz":{"contents":[1e400]},
          "contents" : [
            {"parts":[{"text":"<system-reminder>x</system-reminder>"},{"text":"Which\u003f"},{"inlineData":{"mimeType":"image/png","data":"AA"}}],"role":"user"},
            {"role":"model","parts":[{"text":"hm","thought":true},{"text":"I look."},{"thoughtSignature":"c2ln","functionCall":{"args":{"q":1},"name":"search"}},
              {"functionCall":{"name":"list","args":{}}},{"executableCode":{"code":"1+1"}},{"functionCall":{"id":"f3","name":"list","args":{}}}]},
            {"role":"user","parts":[{"functionResponse":{"response":{"output":"found \u00e9"},"name":"search"}},
              {"functionResponse":{"name":"list","id":"made-up-1","response":{"result":{"rows":["a","b"],"n":17},"error":"denied"},"parts":[{"inlineData":{"data":"AA"}}]}},
              {"function_response":{"name":"list","response":{"content":[{"type":"text","text":"part"},{"type":"image","data":"iVBOR","mimeType":"image/png"},{"text":"more"}]}}},
              {"newKind":{"response":{"output":"not ours"}}}, 17, null]},
            {"role":"function","parts":[{"functionResponse":{"name":"search","response":{"output":"old"}}}]},
            {"parts":[{"text":"And now?"}]}
          ],
          "tools":[{"functionDeclarations":[{"name":"search","parameters":{}}]},{"googleSearch":{}},{"functionDeclarations":[{"name":"list"}]}], "toolConfig":{"functionCallingConfig":{"mode":"AUTO"}} }
        """;

    public static string InvokeBody { get; } = AnthropicBody.Replace("{ \"metadata\"", "{ \"anthropic_version\": \"bedrock-2023-05-31\", \"metadata\"");

    public const string ConverseBody =
        """
        { "system":[{"text":"be short"},{"cachePoint":{"type":"default"}}], "inferenceConfig":{"temperature":1.0,"maxTokens": 900}, "zz":{"messages":[1e400]},
          "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":100}},
          "messages" : [
            {"content":[{"text":"<system-reminder>x</system-reminder>"},{"text":"Which\u003f"},{"image":{"format":"png","source":{"bytes":"AA"}}}],"role":"user"},
            {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"c2ln"}}},{"text":"I look."},
              {"toolUse":{"input":{"text":"no"},"name":"search","toolUseId":"c1"}},{"toolUse":{"toolUseId":"c2","name":"list","input":{}}}]},
            {"role":"user","content":[
              {"toolResult":{"content":[{"text":"found \u00e9"},{"image":{"source":{"bytes":"AA"}}},{"json":{"rows":["a",{"x":"b"}],"n":17}},{"json":"c"},{"json":18}],"toolUseId":"c1","status":"success"}},
              {"toolResult":{"toolUseId":"c2","status":"error","content":[{"text":"denied"}]}},
              {"newKind":{"content":[{"text":"not ours"}]}}, 17, null, {"text":"And now?"},{"cachePoint":{"type":"default"}}]}
          ],
          "toolConfig":{"tools":[{"toolSpec":{"name":"search","inputSchema":{"json":{}}}},{"cachePoint":{"type":"default"}}],"toolChoice":{"auto":{}}} }
        """;

    public static string Sample(WireProtocol protocol) => protocol switch
    {
        WireProtocol.AnthropicMessages => AnthropicBody,
        WireProtocol.Responses => ResponsesBody,
        WireProtocol.Gemini => GeminiBody,
        WireProtocol.BedrockInvoke => InvokeBody,
        WireProtocol.BedrockConverse => ConverseBody,
        _ => ChatBody,
    };

    public static TurnMap Map(WireProtocol protocol, string body)
    {
        Assert.True(TurnLocator.TryLocate(protocol, Property.Utf8(body), out TurnMap? map));
        return map;
    }

    public static string At(string body, ByteRange? range) => Encoding.UTF8.GetString(range!.Value.Of(Property.Utf8(body)));

    public static string Unescaped(string body, ByteRange token) => JsonDocument.Parse(At(body, token)).RootElement.GetString()!;

    public static IEnumerable<string> Blocks(TurnMap map, string body) =>
        map.Messages.SelectMany(message => message.Blocks).Select(block => Unescaped(body, block.Token));

    public static IEnumerable<string> Question(TurnMap map, string body) => map.Question.Select(token => Unescaped(body, token));

    public static string Hash(WireProtocol protocol, string message) =>
        Convert.ToHexString(Map(protocol, $$"""{"messages":[{{message}}]}""").Messages[0].Hash.Span);

    /// <summary>The same JSON with the members of every object in another order.</summary>
    public static JsonNode Shuffled(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject map:
                KeyValuePair<string, JsonNode?>[] members = [.. map];
                // Calls come before their results in any order of one object's members.
                random.Shuffle(members);
                return new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : (JsonNode?)Shuffled(m.Value, random))));
            case JsonArray list: return new JsonArray([.. list.Select(item => item is null ? null : Shuffled(item, random))]);
            default: return node.DeepClone();
        }
    }
}
