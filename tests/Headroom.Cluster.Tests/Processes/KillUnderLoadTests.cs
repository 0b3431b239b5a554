using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Xunit.Abstractions;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>A silo is killed while many agents work.</summary>
public sealed class KillUnderLoadTests(ITestOutputHelper output)
{
    private const int Agents = 8;
    private const int Turns = 12;
    private const int WarmUpTurns = 4;

    [Fact]
    public async Task Killing_one_of_two_silos_fails_no_request_and_changes_no_prefix()
    {
        using TemporaryDirectory data = new();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(data.Path, upstream.Url, silos: 2);
        await cluster.StartSilosAsync();
        ProxyProcess gateway = await cluster.StartGatewayAsync();
        for (int reply = 0; reply < (Agents * Turns) + WarmUpTurns; reply++)
        {
            int number = reply;
            upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("I look.", null, new ModelCall($"call-{number}", "search", []))));
        }

        // A process that has just started compiles itself; that is not what is tried here.
        AgentConversation first = AgentConversation.For("anthropic");
        first.Say("Which server failed?");
        for (int turn = 0; turn < WarmUpTurns; turn++)
        {
            await TurnAsync(first, gateway, seed: 9000 + turn, isStream: turn % 2 == 0);
        }

        TaskCompletionSource midway = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentBag<(long At, TimeSpan Took)> turns = [];
        int done = 0;
        Task[] agents = [.. Enumerable.Range(0, Agents).Select(agent => Task.Run(async () =>
        {
            AgentConversation conversation = AgentConversation.For("anthropic");
            conversation.Say($"Agent-{agent}-of-{Agents}: which server failed?");
            for (int turn = 0; turn < Turns; turn++)
            {
                long begun = Stopwatch.GetTimestamp();
                await TurnAsync(conversation, gateway, (agent * 100) + turn, isStream: turn % 2 == 0);
                turns.Add((begun, Stopwatch.GetElapsedTime(begun)));
                if (Interlocked.Increment(ref done) == Agents * Turns / 3)
                {
                    midway.SetResult();
                }
            }
        }))];
        await midway.Task;
        await cluster.KillSiloAsync(1);
        long killed = Stopwatch.GetTimestamp();
        await Task.WhenAll(agents);

        JsonNode stats = JsonNode.Parse(await gateway.Client.GetStringAsync("/stats"))!;
        output.WriteLine($"before the kill: {Describe(turns.Where(turn => turn.At < killed))}; after: {Describe(turns.Where(turn => turn.At >= killed))}; {stats["degradations"]!.ToJsonString()}");
        Assert.True(upstream.IsScriptDone);
        for (int agent = 0; agent < Agents; agent++)
        {
            AssertExtendEachOther([.. upstream.Requests.Where(request => request.Text.Contains($"Agent-{agent}-of-{Agents}", StringComparison.Ordinal))]);
        }

        Assert.Equal(0, stats["degradations"]!["prefix_changed"]!.GetValue<int>());
    }

    private static async Task TurnAsync(AgentConversation conversation, ProxyProcess gateway, int seed, bool isStream)
    {
        await conversation.TurnAsync(gateway, isStream);
        JsonNode call = conversation.History[^1]!["content"]!.AsArray().Last(block => (string)block!["type"]! == "tool_use")!;
        conversation.GiveResult((string)call["id"]!, ToolOutputs.Servers(seed));
    }

    private static void AssertExtendEachOther(RecordedRequest[] requests)
    {
        Assert.Equal(Turns, requests.Length);
        AgentConversation reader = AgentConversation.For("anthropic");
        string[] sent = [.. requests.Select(reader.MessagesOf)];
        for (int turn = 1; turn < Turns; turn++)
        {
            Assert.StartsWith(sent[turn - 1], sent[turn], StringComparison.Ordinal);
        }

        Assert.Contains("headroom_retrieve", sent[^1], StringComparison.Ordinal);
    }

    private static string Describe(IEnumerable<(long At, TimeSpan Took)> turns)
    {
        double[] took = [.. turns.Select(turn => turn.Took.TotalMilliseconds).Order()];
        return took.Length == 0 ? "none" : $"{took.Length} turns, median {took[took.Length / 2]:f0} ms, longest {took[^1]:f0} ms";
    }
}
