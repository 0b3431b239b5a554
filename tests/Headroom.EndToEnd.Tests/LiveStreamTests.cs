using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests;

/// <summary>Streams stay streams, also where the model retrieves in the middle of one.</summary>
public sealed class LiveStreamTests : ProxyTest
{
    [Fact]
    public async Task Text_reaches_the_client_while_the_model_is_still_at_work_on_a_retrieval()
    {
        var seen = new TaskCompletionSource();
        Upstream.Next(async (context, request) =>
        {
            context.Response.ContentType = "text/event-stream";
            await AnthropicReplies.SendAsync(context, "message_start", new JsonObject { ["message"] = new JsonObject { ["usage"] = new JsonObject { ["input_tokens"] = 9 } } });
            await BlockAsync(context, 0, new JsonObject { ["type"] = "text", ["text"] = "" }, new JsonObject { ["type"] = "text_delta", ["text"] = "FIRST" });
            await seen.Task;
            string hash = Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value;
            var start = new JsonObject { ["type"] = "tool_use", ["id"] = "own", ["name"] = "headroom_retrieve", ["input"] = new JsonObject() };
            await BlockAsync(context, 1, start, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = $"{{\"hash\":\"{hash}\"}}" });
            await AnthropicReplies.SendAsync(context, "message_delta", new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = "tool_use" }, ["usage"] = new JsonObject { ["output_tokens"] = 11 } });
            await AnthropicReplies.SendAsync(context, "message_stop", []);
        });
        Upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("SECOND")));

        using HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(1), isStream: true));
        await using Stream stream = await answer.Content.ReadAsStreamAsync();
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (text.ToString().Contains("FIRST", StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }

        string all = text.ToString();
        Assert.Contains("SECOND", all, StringComparison.Ordinal);
        Assert.DoesNotContain("headroom_retrieve", all, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(all, "event: message_start"));
        Assert.Equal(1, Regex.Count(all, "event: message_stop"));
        Assert.Contains("\"output_tokens\":31", all, StringComparison.Ordinal);
        Assert.Contains(ToolOutputs.Servers(1).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), Upstream.Requests.Last().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task A_stream_that_upstream_breaks_off_is_broken_off_here_too(string protocol)
    {
        var begun = new TaskCompletionSource();
        Upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"type\":\"ping\"}\n\n");
            await context.Response.Body.FlushAsync();
            await begun.Task;
            context.Abort();
        });
        using HttpResponseMessage answer = await PostAsync(PathOf(protocol, true), WithToolResult(protocol, ToolOutputs.Servers(1), isStream: true));
        await using Stream stream = await answer.Content.ReadAsStreamAsync();
        Assert.True(await stream.ReadAsync(new byte[64]) > 0);
        begun.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task A_client_that_leaves_takes_the_upstream_call_with_it()
    {
        var aborted = new TaskCompletionSource();
        Upstream.Next(async (context, _) =>
        {
            context.RequestAborted.Register(() => aborted.TrySetResult());
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"type\":\"ping\"}\n\n");
            await context.Response.Body.FlushAsync();
            await aborted.Task;
        });
        HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(1), isStream: true));
        answer.Dispose();
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task A_model_that_never_stops_retrieving_is_stopped(string protocol)
    {
        var agent = AgentConversation.For(protocol);
        for (int i = 0; i < 7; i++)
        {
            Upstream.Next((context, request) => agent.ReplyAsync(context, request, new ModelReply(null, null, ModelCall.Retrieve("r", Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value))));
        }

        using HttpResponseMessage answer = await PostAsync(PathOf(protocol, true), WithToolResult(protocol, ToolOutputs.Servers(1), isStream: true));
        string text = await answer.Content.ReadAsStringAsync();
        string end = protocol switch { "anthropic" => "\"stop_reason\":\"end_turn\"", "responses" => "\"output\":[],", "gemini" => "\"finishReason\":\"STOP\"", _ => "\"finish_reason\":\"stop\"" };
        Assert.Contains(end, text, StringComparison.Ordinal);
        Assert.DoesNotContain("headroom_retrieve", text, StringComparison.Ordinal);
        Assert.Equal(7, Upstream.Requests.Count);
        Assert.Contains("budget of this turn is spent", Upstream.Requests.Last().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", "event: error")]
    [InlineData("chat", "\"error\":{")]
    [InlineData("responses", "event: error")]
    [InlineData("gemini", "\"error\":{\"code\":502")]
    public async Task A_continuation_that_fails_ends_in_the_protocols_error_event(string protocol, string error)
    {
        Upstream.Next((context, request) => AgentConversation.For(protocol).ReplyAsync(
            context, request, new ModelReply("Wait.", null, ModelCall.Retrieve("r", Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value))));
        Upstream.NextJson("{\"error\":\"no\"}", 500);
        using HttpResponseMessage answer = await PostAsync(PathOf(protocol, true), WithToolResult(protocol, ToolOutputs.Servers(1), isStream: true));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Wait.", text, StringComparison.Ordinal);
        Assert.Contains(error, text, StringComparison.Ordinal);
        Assert.DoesNotMatch("message_stop|\\[DONE\\]|response.completed", text);
    }

    private static async Task BlockAsync(HttpContext context, int index, JsonObject start, JsonObject delta)
    {
        await AnthropicReplies.SendAsync(context, "content_block_start", new JsonObject { ["index"] = index, ["content_block"] = start });
        await AnthropicReplies.SendAsync(context, "content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });
        await AnthropicReplies.SendAsync(context, "content_block_stop", new JsonObject { ["index"] = index });
    }
}
