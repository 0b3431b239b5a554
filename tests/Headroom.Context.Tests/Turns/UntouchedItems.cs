using System.Text;
using System.Text.Json;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Tests.Turns;

/// <summary>Where there is nothing to make smaller, a Responses request leaves as it came, whatever is in it.</summary>
public sealed class UntouchedItems : IDisposable
{
    private static readonly string[] Kinds =
    [
        "message", "reasoning", "function_call", "function_call_output", "custom_tool_call_output", "shell_call_output", "apply_patch_call_output", "compaction",
        "item_reference", "additional_tools", "image_generation_call", "mcp_call", "new_kind",
    ];

    private readonly Node _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Any_items_with_nothing_worth_a_verdict_leave_byte_for_byte()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            byte[] body = Encoding.UTF8.GetBytes($$"""
                { "model":"gpt-5" ,{{(random.Next(2) == 0 ? "\"previous_response_id\":\"r\"," : "")}}"store":{{(random.Next(2) == 0 ? "true" : "false")}}, "zz":[1e400,-0.0,12345678901234567890],
                  "input":{{(random.Next(9) == 0 ? Text(random) : $"[{string.Join(random.Next(2) == 0 ? "," : " ,\n", Enumerable.Range(0, random.Next(8)).Select(_ => Item(random)))}]")}},
                  "tools":[{"type":"web_search"}] }
                """);
            PreparedTurn turn = await _node.PrepareAsync(new TurnRequest(TenantId.Local, new Caller("someone", null), WireProtocol.Responses, body, false, random.Next(2) == 0));
            Assert.Equal(TurnTreatment.Optimized, turn.Treatment);
            Assert.True(turn.Splice.ToMemory().Span.SequenceEqual(body), $"seed {seed}");
        }
    }

    private static string Item(Random random)
    {
        List<string> members = [$"\"type\":\"{Kinds[random.Next(Kinds.Length)]}\""];
        foreach (string name in (string[])["role", "id", "call_id", "name", "content", "output", "arguments", "summary", "encrypted_content", "tools", "phase", "status"])
        {
            if (random.Next(3) == 0)
            {
                members.Add($"\"{name}\":{Value(random, 3)}");
            }
        }

        string[] shuffled = [.. members];
        random.Shuffle(shuffled);
        return "{ " + string.Join(", ", shuffled) + "}";
    }

    private static string Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => "1.50",
        1 => "null",
        2 => "true",
        3 or 4 => Text(random),
        5 => "[" + string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1))) + "]",
        _ => $"{{\"type\":\"input_text\",\"text\":{Value(random, depth - 1)}}}",
    };

    private static string Text(Random random) => random.Next(3) switch
    {
        0 => JsonSerializer.Serialize(new string('é', random.Next(40)) + "😀\"\n"),
        1 => "\"caf\\u00e9 \\ud800 lone\"",
        _ => "\"assistant\"",
    };
}
