using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent that keeps its history and sends it whole on every turn, as real ones do.</summary>
public abstract class AgentConversation
{
    private static readonly JsonSerializerOptions AsClientsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the agent believes was said.</summary>
    public JsonArray History { get; protected set; } = [];

    public abstract string Path { get; }

    public static AgentConversation For(string protocol) => protocol == "anthropic" ? new AnthropicAgent() : new ChatAgent();

    public abstract Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply);

    public abstract void Say(string text);

    public abstract void GiveResult(string callId, string content);

    /// <summary>The request that the agent sends now, and nothing behind the messages.</summary>
    public string Body(bool isStream)
    {
        JsonObject body = Head();
        if (isStream)
        {
            body["stream"] = true;
        }

        body["messages"] = Marked(History.DeepClone().AsArray());
        return body.ToJsonString(AsClientsWrite);
    }

    /// <summary>Sends a turn and takes the answer into the history.</summary>
    public async Task<string> TurnAsync(ProxyProcess proxy, bool isStream)
    {
        using var content = new StringContent(Body(isStream), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await proxy.Client.PostAsync(Path, content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        History.Add(isStream ? FromStream(text) : FromAnswer(JsonNode.Parse(text)!));
        return text;
    }

    /// <summary>The messages of a request as they stand in its bytes, less what clients move from turn to turn.</summary>
    public string MessagesOf(RecordedRequest request) => Settled(request.Text[(request.Text.IndexOf("\"messages\":[", StringComparison.Ordinal) + 12)..^2]);

    protected static IEnumerable<JsonNode> Events(string stream) => stream.Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!);

    protected virtual JsonArray Marked(JsonArray messages) => messages;

    protected virtual string Settled(string messages) => messages;

    protected abstract JsonObject Head();

    protected abstract JsonObject FromStream(string stream);

    protected abstract JsonObject FromAnswer(JsonNode answer);
}
