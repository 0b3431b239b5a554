using System.Text.Json.Nodes;
using Headroom.Cluster.Tests.Processes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Headroom.Testing.Servers;

namespace Headroom.Grains.Redis.Tests;

/// <summary>A cluster that keeps its members and all it stores in a real Redis.</summary>
public sealed class RedisClusterTests
{
    [Fact]
    public async Task Members_find_each_other_in_redis_and_a_conversation_goes_on_when_one_is_killed_and_another_joins()
    {
        using TemporaryDirectory data = new();
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(
            data.Path, upstream.Url, silos: 2,
            "--Cluster:Kind", "redis", "--Cluster:ConnectionString", redis.Endpoint,
            "--Storage:Content", "redis", "--Storage:Ledger", "redis", "--Storage:Records", "redis", "--Storage:redis:ConnectionString", redis.Endpoint);
        await cluster.StartSilosAsync();
        ProxyProcess first = await cluster.StartGatewayAsync(), second = await cluster.StartGatewayAsync();
        AgentConversation conversation = AgentConversation.For("anthropic");
        conversation.Say("Which server failed?");
        string sent = "";
        for (int turn = 0; turn < 9; turn++)
        {
            if (turn == 4)
            {
                await cluster.KillSiloAsync(1);
            }

            if (turn == 6)
            {
                await cluster.StartSiloAsync(1);
            }

            upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("I look.", null, new ModelCall($"call-{request.Body.Length}", "search", []))));
            await conversation.TurnAsync(turn % 2 == 0 ? first : second, isStream: turn % 2 == 0);
            string messages = conversation.MessagesOf(upstream.Requests.Last());
            Assert.StartsWith(sent, messages, StringComparison.Ordinal);
            sent = messages;
            JsonNode call = conversation.History[^1]!["content"]!.AsArray().Last(block => (string)block!["type"]! == "tool_use")!;
            conversation.GiveResult((string)call["id"]!, ToolOutputs.Servers(turn));
        }

        Assert.Contains("headroom_retrieve hash=", sent, StringComparison.Ordinal);
        foreach (ProxyProcess gateway in new[] { first, second })
        {
            JsonNode stats = JsonNode.Parse(await gateway.Client.GetStringAsync("/stats"))!;
            Assert.Equal(0, (int)stats["degradations"]!["prefix_changed"]!);
        }
    }
}
