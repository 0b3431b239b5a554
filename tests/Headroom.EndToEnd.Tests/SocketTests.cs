using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests;

/// <summary>Responses over WebSocket: many turns on one connection, compressed, and retrievals answered inside.</summary>
public sealed class SocketTests : ProxyTest
{
    private const string Tools = """ "tools":[{"type":"function","name":"search","parameters":{}}] """;

    private readonly List<ClientWebSocket> _clients = [];

    public override async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/codex/responses")]
    [InlineData("/backend-api/responses")]
    [InlineData("/backend-api/codex/responses")]
    public async Task A_turn_is_compressed_and_its_retrieval_answered_on_the_connection(string path)
    {
        List<JsonNode> asked = [];
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            asked.Add(await upstream.AnswerAsync(_ => new ModelReply(null, null, new ModelCall("c1", "search", []))));
            asked.Add(await upstream.AnswerAsync(text => new ModelReply("I look. ", "hm", ModelCall.Retrieve("own", Hash(text)))));
            asked.Add(await upstream.AnswerAsync(_ => new ModelReply("It is node 7.", "so")));
            await done.Task;
        });
        ScriptedSocket client = await ConnectAsync(path);
        await client.SendAsync(Turn("{\"role\":\"user\",\"content\":\"Which one failed?\"}"), fragment: 7);
        JsonNode first = (await client.AnswerEventsAsync())[^1]["response"]!;
        Assert.DoesNotContain("headroom", first.ToJsonString(), StringComparison.Ordinal);
        await client.SendAsync(Turn(Output("c1", ToolOutputs.Servers(1)), (string)first["id"]!));
        List<JsonNode> events = await client.AnswerEventsAsync();
        done.SetResult();

        Assert.Equal("headroom_retrieve", (string?)asked[1]["tools"]!.AsArray()[^1]!["name"]);
        Assert.Equal((string?)first["id"], (string?)asked[1]["previous_response_id"]);
        Assert.True(((string)asked[1]["input"]![0]!["output"]!).Length < ToolOutputs.Servers(1).Length / 2);
        JsonNode result = Assert.Single(asked[2]["input"]!.AsArray())!;
        Assert.Equal(("own", ToolOutputs.Servers(1)), ((string?)result["call_id"], (string?)result["output"]));
        Assert.Equal("response.create", (string?)asked[2]["type"]);

        Assert.DoesNotContain(events, e => e.ToJsonString().Contains("headroom_retrieve", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
        Assert.Single(events, e => (string?)e["type"] == "response.created");
        JsonNode response = events[^1]["response"]!;
        Assert.Equal(["reasoning", "message", "reasoning", "message"], response["output"]!.AsArray().Select(item => (string)item!["type"]!));
        Assert.Equal((100, 40, (string?)first["id"]), ((int)response["usage"]!["input_tokens"]!, (int)response["usage"]!["output_tokens"]!, (string?)response["previous_response_id"]));
        Assert.Equal(1, (await StatsAsync())["requests"]!["by_model"]!["gpt-5"]!.GetValue<int>() - 1);
    }

    [Fact]
    public async Task A_call_of_ours_beside_the_clients_is_answered_with_the_next_turn()
    {
        JsonNode? next = null;
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            await upstream.AnswerAsync(text => new ModelReply("Both.", null, ModelCall.Retrieve("own", Hash(text)), new ModelCall("c2", "search", [])));
            next = await upstream.AnswerAsync(_ => new ModelReply("Done."));
            await done.Task;
        });
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        await client.SendAsync(Turn("{\"role\":\"user\",\"content\":\"Which one failed?\"},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"search\",\"arguments\":\"{}\"}," + Output("c1", ToolOutputs.Servers(1))));
        JsonNode mixed = (await client.AnswerEventsAsync())[^1]["response"]!;
        Assert.Equal(["message", "function_call"], mixed["output"]!.AsArray().Select(item => (string)item!["type"]!));
        await client.SendAsync(Turn(Output("c2", "found"), (string)mixed["id"]!));
        await client.AnswerEventsAsync();
        done.SetResult();
        Assert.Equal([("own", ToolOutputs.Servers(1)), ("c2", "found")], next!["input"]!.AsArray().Select(item => ((string)item!["call_id"]!, (string)item["output"]!)));
    }

    [Fact]
    public async Task Tools_that_stand_among_the_items_reach_over_the_whole_connection()
    {
        List<JsonNode> asked = [];
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            asked.Add(await upstream.AnswerAsync(_ => new ModelReply(null, null, new ModelCall("c1", "search", []))));
            asked.Add(await upstream.AnswerAsync(_ => new ModelReply("Done.")));
            await done.Task;
        });
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        const string tools = """{"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"n","tools":[]}]},""";
        await client.SendAsync($$"""{"type":"response.create","model":"gpt-5","store":false,"input":[{{tools}}{"role":"user","content":"Which one failed?"}]}""");
        string id = (string)(await client.AnswerEventsAsync())[^1]["response"]!["id"]!;
        await client.SendAsync($$"""{"type":"response.create","model":"gpt-5","store":false,"previous_response_id":"{{id}}","input":[{{Output("c1", ToolOutputs.Servers(1))}}]}""");
        await client.AnswerEventsAsync();
        done.SetResult();
        Assert.Equal("headroom_retrieve", (string?)asked[0]["input"]![0]!["tools"]!.AsArray()[^1]!["name"]);
        Assert.Null(asked[1]["tools"]);
        Assert.Matches("hash=[0-9a-f]{24}", (string)asked[1]["input"]![0]!["output"]!);
    }

    [Fact]
    public async Task What_upstream_refuses_is_refused_with_the_same_answer()
    {
        Upstream.Next(async (context, _) =>
        {
            context.Response.StatusCode = 426;
            context.Response.Headers["x-why"] = "no sockets";
            await context.Response.WriteAsync("use http");
        });
        ClientWebSocket client = Client();
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(Address("/v1/responses"), CancellationToken.None));
        Assert.Equal(HttpStatusCode.UpgradeRequired, client.HttpStatusCode);
        Assert.Equal("no sockets", client.HttpResponseHeaders!["x-why"].Single());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1.evil.example")]
    public async Task A_page_of_somebody_elses_gets_no_connection(string origin)
    {
        ClientWebSocket client = Client(("Origin", origin), ("Authorization", "Bearer sk-1"));
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(Address("/v1/responses"), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, client.HttpStatusCode);
        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Headers_and_subprotocol_cross_and_ours_do_not()
    {
        Upstream.Next(async (context, _) =>
        {
            context.Response.Headers["x-codex-turn-state"] = "state";
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync("realtime");
            await new ScriptedSocket(socket).ReceiveAsync();
        });
        ClientWebSocket client = Client(("Authorization", "Bearer sk-1"), ("OpenAI-Beta", "responses_websockets=1"), ("session-id", "s"), ("x-headroom-session-id", "x"));
        client.Options.AddSubProtocol("realtime");
        client.Options.CollectHttpResponseDetails = true;
        await client.ConnectAsync(Address("/v1/responses?api-version=2"), CancellationToken.None);
        Assert.Equal("realtime", client.SubProtocol);
        Assert.Equal("state", client.HttpResponseHeaders!["x-codex-turn-state"].Single());
        RecordedRequest request = Upstream.Requests.Single();
        Assert.Equal("/v1/responses?api-version=2", request.Target);
        Assert.Equal(("Bearer sk-1", "responses_websockets=1", "s"), (request.Headers["Authorization"], request.Headers["OpenAI-Beta"], request.Headers["session-id"]));
        Assert.DoesNotContain("x-headroom-session-id", request.Headers.Keys);
    }

    [Fact]
    public async Task Messages_that_are_no_turns_cross_as_they_are()
    {
        string large = "{\"type\":\"other\",\"text\":\"" + new string('é', 300_000) + "\"}";
        List<string?> got = [];
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            got.Add(await upstream.ReceiveAsync());
            got.Add(await upstream.ReceiveAsync());
            await upstream.SendAsync(large, fragment: 1001);
            await upstream.SendAsync("no json", type: WebSocketMessageType.Binary);
            await done.Task;
        });
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        await client.SendAsync(large, fragment: 777);
        await client.SendAsync("no json", type: WebSocketMessageType.Binary);
        Assert.Equal(large, await client.ReceiveAsync());
        Assert.Equal("no json", await client.ReceiveAsync());
        done.SetResult();
        Assert.Equal([large, "no json"], got);
    }

    [Fact]
    public async Task Close_codes_cross_in_both_directions()
    {
        var closed = new TaskCompletionSource<(WebSocketCloseStatus?, string?)>();
        Upstream.NextSocket(async upstream =>
        {
            await upstream.ReceiveAsync();
            closed.SetResult((upstream.Socket.CloseStatus, upstream.Socket.CloseStatusDescription));
            await upstream.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye");
        });
        Upstream.NextSocket(upstream => upstream.CloseAsync((WebSocketCloseStatus)4002, "limit"));
        ScriptedSocket leaving = await ConnectAsync("/v1/responses");
        await leaving.CloseAsync(WebSocketCloseStatus.PolicyViolation, "enough");
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "enough"), await closed.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        ScriptedSocket left = await ConnectAsync("/v1/responses");
        Assert.Null(await left.ReceiveAsync());
        Assert.Equal(((WebSocketCloseStatus)4002, "limit"), (left.Socket.CloseStatus!.Value, left.Socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_client_that_vanishes_takes_the_upstream_connection_with_it()
    {
        var gone = new TaskCompletionSource<Exception?>();
        Upstream.NextSocket(async upstream => gone.SetResult(await Record.ExceptionAsync(upstream.ReceiveAsync)));
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        client.Socket.Abort();
        Assert.IsType<WebSocketException>(await gone.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task An_upstream_that_vanishes_in_mid_answer_is_no_clean_end()
    {
        Upstream.Next(async (context, _) =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await new ScriptedSocket(socket).ReceiveAsync();
            context.Abort();
        });
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        await client.SendAsync(Turn("{\"role\":\"user\",\"content\":\"hi\"}"));
        await Assert.ThrowsAsync<WebSocketException>(client.ReceiveAsync);
    }

    [Fact]
    public async Task An_idle_connection_does_not_keep_a_proxy_from_stopping()
    {
        Upstream.NextSocket(upstream => upstream.ReceiveAsync());
        ScriptedSocket client = await ConnectAsync("/v1/responses");
        Task<int> stopped = Proxy.StopAsync();
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.Socket.CloseStatus);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        Assert.Equal(0, await stopped.WaitAsync(TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public async Task A_bypassed_connection_carries_turns_as_they_are()
    {
        string? got = null;
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            got = await upstream.ReceiveAsync();
            await upstream.SendAsync("{\"type\":\"response.completed\"}");
            await done.Task;
        });
        ScriptedSocket client = await ConnectAsync("/v1/responses", ("x-headroom-bypass", "true"));
        string turn = Turn(Output("c1", ToolOutputs.Servers(1)));
        await client.SendAsync(turn);
        Assert.Equal("{\"type\":\"response.completed\"}", await client.ReceiveAsync());
        done.SetResult();
        Assert.Equal(turn, got);
    }

    private static string Turn(string items, string? previous = null) =>
        $$"""{"type":"response.create","model":"gpt-5","store":false,{{(previous is null ? "" : $"\"previous_response_id\":\"{previous}\",")}}"input":[{{items}}],{{Tools}}}""";

    private static string Output(string callId, string output) =>
        $$"""{"type":"function_call_output","call_id":"{{callId}}","output":{{System.Text.Json.JsonSerializer.Serialize(output)}} }""";

    private static string Hash(string request) => Regex.Match(request, "hash=([0-9a-f]{24})").Groups[1].Value;

    private ClientWebSocket Client(params (string Name, string Value)[] headers)
    {
        var client = new ClientWebSocket();
        _clients.Add(client);
        client.Options.CollectHttpResponseDetails = true;
        foreach ((string name, string value) in headers)
        {
            client.Options.SetRequestHeader(name, value);
        }

        return client;
    }

    private Uri Address(string path) => new(Proxy.Client.BaseAddress!.ToString().Replace("http://", "ws://", StringComparison.Ordinal).TrimEnd('/') + path);

    private async Task<ScriptedSocket> ConnectAsync(string path, params (string Name, string Value)[] headers)
    {
        ClientWebSocket client = Client(headers);
        await client.ConnectAsync(Address(path), CancellationToken.None);
        return new ScriptedSocket(client);
    }
}
