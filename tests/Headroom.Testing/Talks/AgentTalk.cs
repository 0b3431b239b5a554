using System.Text;
using System.Text.Json;
using Headroom.Protocols.Turns;

namespace Headroom.Testing.Talks;

/// <summary>A conversation of an agent as it writes it: the whole history with every request. From a fixed seed.</summary>
public sealed class AgentTalk(WireProtocol protocol, int seed = 7)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _messages = [];
    private int _calls;

    public string Tools { get; set; } = protocol == WireProtocol.AnthropicMessages
        ? """, "tools":[{"name":"search","input_schema":{"type":"object"}}]""" : ""","tools":[{"type":"function","function":{"name":"search"}}]""";

    public bool IsAnthropic => protocol == WireProtocol.AnthropicMessages;

    public WireProtocol Protocol => protocol;

    public IReadOnlyList<string> Messages => _messages;

    public byte[] Body => Encoding.UTF8.GetBytes($$"""{"model":"m-1","max_tokens":1000,"messages":[{{string.Join(", ", _messages)}}]{{Tools}}}""");

    public AgentTalk Fork(int messages)
    {
        var fork = new AgentTalk(protocol, seed + 1) { Tools = Tools, _calls = 1000 };
        fork._messages.AddRange(_messages.Take(messages));
        return fork;
    }

    public AgentTalk Says(string text) => Adds($$"""{"role":"user","content":{{Quoted(text)}}}""");

    public AgentTalk Adds(string message)
    {
        _messages.Add(message);
        return this;
    }

    /// <summary>The model calls a tool and the client answers.</summary>
    public AgentTalk Runs(params string[] results) => Calls([.. results.Select(result => new ToolCall("search", "{}", result))]);

    /// <summary>The model calls tools and the client answers.</summary>
    public AgentTalk Calls(params ToolCall[] calls)
    {
        string[] results = [.. calls.Select(call => call.Result)];
        string[] ids = [.. results.Select(_ => $"call_{_calls++}")];
        if (IsAnthropic)
        {
            Adds($$"""{"role":"assistant","content":[{"type":"text","text":"I look."},{{Join(ids.Zip(calls, (id, call) => $$$"""{"type":"tool_use","id":"{{{id}}}","name":"{{{call.Name}}}","input":{{{call.Input}}}}"""))}}]}""");
            return Adds($$"""{"role":"user","content":[{{Join(ids.Zip(results, (id, result) => $$"""{"type":"tool_result","tool_use_id":"{{id}}","content":{{Quoted(result)}}}"""))}}]}""");
        }

        Adds($$"""{"role":"assistant","content":null,"tool_calls":[{{Join(ids.Zip(calls, (id, call) => $$$"""{"id":"{{{id}}}","type":"function","function":{"name":"{{{call.Name}}}","arguments":{{{Quoted(call.Input)}}}}}"""))}}]}""");
        foreach ((string id, string result) in ids.Zip(results))
        {
            Adds($$"""{"role":"tool","tool_call_id":"{{id}}","content":{{Quoted(result)}}}""");
        }

        return this;
    }

    public string Rows(int count = 60) => "[" + Join(Enumerable.Range(0, count).Select(i =>
        $$"""{"id":{{_random.Next(100_000)}},"name":"item {{i}}","state":"{{(_random.Next(12) == 0 ? "failed" : "ok")}}","score":{{_random.Next(1000)}}.50,"city":"é{{_random.Next(4)}}"}""")) + "]";

    public string Log(int count = 60) => string.Concat(Enumerable.Range(0, count).Select(i =>
        $"2026-01-01T00:{i / 60:00}:{i % 60:00}.000Z {(_random.Next(15) == 0 ? "ERROR" : "INFO")} worker {_random.Next(4)} took request {_random.Next(100_000)} in {_random.Next(500)} ms\n"));

    public static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string Join(IEnumerable<string> items) => string.Join(',', items);
}

/// <summary>A call of a tool and what came of it.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Input">Its input, JSON.</param>
/// <param name="Result">Its result.</param>
public sealed record ToolCall(string Name, string Input, string Result);
