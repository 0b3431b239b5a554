using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>Long conversations: a prefix once sent never changes, and no marker leaves without its original.</summary>
public abstract partial class LongConversations : ProxyTest
{
    private string? _sent;

    /// <summary>Thirty turns, with kills, a retry, a fork and retrievals on the way.</summary>
    protected async Task ThirtyTurnsAsync(string protocol)
    {
        var agent = AgentConversation.For(protocol);
        HashSet<string> markers = [];
        agent.Say("Which server failed, and why?");
        for (int turn = 1; turn <= 30; turn++)
        {
            if (turn % 5 == 0)
            {
                await RestartAsync();
            }

            ModelReply[] script = Script(turn);
            await TurnAsync(agent, turn, markers, script);
            if (turn == 8)
            {
                agent.Forget();
                await TurnAsync(agent, turn, markers, script);
            }

            if (turn == 10)
            {
                await ForkAsync(agent, markers);
            }

            Answer(agent, turn);
        }

        string last = _sent!;
        Assert.Equal(2, Regex.Count(last, "\"own-7\""));
        Assert.Equal(2, Regex.Count(last, "\"own-12\""));
        Assert.NotEmpty(markers);
        foreach (string marker in markers)
        {
            JsonNode answer = JsonNode.Parse(await Proxy.Client.GetStringAsync($"/v1/retrieve/{marker}"))!;
            string original = (string)answer["original_content"]!;
            Assert.Contains(original, Enumerable.Range(1, 99).SelectMany(i => new[] { ToolOutputs.Servers(i), ToolOutputs.Compact(ToolOutputs.Servers(i)), ToolOutputs.Log(i) }));
        }
    }

    /// <summary>Eight turns, on one of which the store fails.</summary>
    protected async Task FailingStoreAsync(string protocol)
    {
        var agent = AgentConversation.For(protocol);
        agent.Say("Which server failed, and why?");
        string? rawLater = null;
        for (int turn = 1; turn <= 8; turn++)
        {
            using (turn == 5 ? new DatabaseLock(Data.Path) : null)
            {
                await TurnAsync(agent, turn, [], Reply(turn));
            }

            Answer(agent, turn);
            rawLater = turn == 4 ? ToolOutputs.Servers(4) : rawLater;
        }

        string sent = _sent!;
        string raw = System.Text.Json.JsonSerializer.Serialize(rawLater!, new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains(raw, sent, StringComparison.Ordinal);
        JsonNode stats = JsonNode.Parse(await Proxy.Client.GetStringAsync("/stats"))!;
        Assert.True(stats["degradations"]!["store_failures"]!.GetValue<int>() + stats["degradations"]!["commit_failures"]!.GetValue<int>() > 0);
        Assert.Equal(0, stats["degradations"]!["prefix_changed"]!.GetValue<int>());
    }

    private static ModelReply[] Script(int turn) => turn switch
    {
        7 => [new ModelReply("One moment, I look it up. 😀", "I need the original.", ModelCall.Retrieve("own-7", "HASH")), Reply(turn)],
        12 => [Reply(turn) with { Text = "Both at once.", Thinking = "mixed", Calls = [ModelCall.Retrieve("own-12", "HASH", "failed"), .. Reply(turn).Calls] }],
        _ => [Reply(turn)],
    };

    private static ModelReply Reply(int turn) => turn % 4 == 3
        ? new ModelReply($"Turn {turn} is done. “Quoted” \\ and more.", $"thinking about {turn}")
        : new ModelReply($"Let me search for turn {turn}.", turn % 2 == 0 ? "hm" : null, new ModelCall($"call-{turn}", "search", new JsonObject { ["q"] = turn }));

    private static void Answer(AgentConversation agent, int turn)
    {
        if (Reply(turn).Calls.Length == 0)
        {
            agent.Say($"Go on after turn {turn}.");
            return;
        }

        // The same result arrives twice: on turn 13 that of turn 4.
        int seed = turn == 13 ? 4 : turn;
        agent.GiveResult($"call-{turn}", seed % 2 == 0 ? ToolOutputs.Servers(seed) : ToolOutputs.Log(seed));
    }

    private async Task TurnAsync(AgentConversation agent, int turn, HashSet<string> markers, params ModelReply[] script)
    {
        Upstream.Requests.Clear();
        foreach (ModelReply reply in script)
        {
            Upstream.Next((context, request) => agent.ReplyAsync(context, request, WithHash(reply, request.Text)));
        }

        string answer = await agent.TurnAsync(Proxy, isStream: turn % 2 == 1);
        Assert.True(Upstream.IsScriptDone);
        Assert.DoesNotContain("headroom_retrieve", answer, StringComparison.Ordinal);
        foreach (RecordedRequest request in Upstream.Requests)
        {
            string messages = agent.MessagesOf(request);
            bool isExtended = messages.StartsWith(_sent ?? "", StringComparison.Ordinal);
            Assert.True(isExtended, isExtended ? "" : $"Turn {turn} changed what was sent at {Difference(_sent!, messages)}: {(await StatsAsync())["degradations"]!.ToJsonString()}");
            _sent = messages;
            markers.UnionWith(Marker().Matches(messages).Select(match => match.Groups[1].Value));
        }
    }

    private async Task ForkAsync(AgentConversation agent, HashSet<string> markers)
    {
        string? sent = _sent;
        JsonArray history = agent.History.DeepClone().AsArray();
        agent.GiveResult("call-10", ToolOutputs.Servers(55));
        await TurnAsync(agent, 11, markers, new ModelReply("A fork."));
        Assert.NotEqual(sent, _sent);
        agent.History.Clear();
        foreach (JsonNode? message in history)
        {
            agent.History.Add(message!.DeepClone());
        }

        _sent = sent;
    }

    private static string Difference(string before, string now)
    {
        int at = before.AsSpan().CommonPrefixLength(now);
        return $"{at} of {before.Length}, from '{before.AsSpan(at, Math.Min(80, before.Length - at))}' to '{now.AsSpan(at, Math.Min(80, now.Length - at))}'";
    }

    private static ModelReply WithHash(ModelReply reply, string request)
    {
        foreach (ModelCall call in reply.Calls.Where(call => (string?)call.Input["hash"] == "HASH"))
        {
            call.Input["hash"] = Marker().Match(request).Groups[1].Value;
        }

        return reply;
    }

    [GeneratedRegex("hash=([0-9a-f]{24})")]
    private static partial Regex Marker();
}
