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
    internal static readonly JsonSerializerOptions AsClientsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the agent believes was said.</summary>
    public JsonArray History { get; protected set; } = [];

    public abstract string Path { get; }

    /// <summary>Where a turn is streamed.</summary>
    public virtual string StreamPath => Path;

    /// <summary>The property that holds the history.</summary>
    public virtual string HistoryName => "messages";

    /// <summary>How many elements the last answer added to the history.</summary>
    public int LastAnswer { get; private set; }

    public static AgentConversation For(string protocol) => protocol switch
    {
        "anthropic" => new AnthropicAgent(),
        "responses" => new ResponsesAgent(),
        "gemini" => new GeminiAgent(),
        "gemini-chat" => new GeminiChatAgent(),
        "vertex" => new AnthropicAgent("/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict"),
        "bedrock" => new BedrockAgent(),
        "converse" => new ConverseAgent(),
        "azure" => new ChatAgent("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21"),
        _ => new ChatAgent(),
    };

    public abstract Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply);

    public abstract void Say(string text);

    public abstract void GiveResult(string callId, string content);

    /// <summary>The request that the agent sends now, and nothing behind the messages.</summary>
    public string Body(bool isStream)
    {
        JsonObject body = Head();
        if (isStream)
        {
            MarkStream(body);
        }

        body[HistoryName] = Marked(History.DeepClone().AsArray());
        return body.ToJsonString(AsClientsWrite);
    }

    /// <summary>Sends a turn and takes the answer into the history.</summary>
    public async Task<string> TurnAsync(ProxyProcess proxy, bool isStream)
    {
        using var content = new StringContent(Body(isStream), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await proxy.Client.PostAsync(isStream ? StreamPath : Path, content);
        string text = Decoded(await answer.Content.ReadAsByteArrayAsync(), isStream);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        Take(isStream ? FromStream(text) : FromAnswer(JsonNode.Parse(text)!));
        return text;
    }

    /// <summary>Forgets the last answer, as an agent does that asks again.</summary>
    public void Forget()
    {
        for (; LastAnswer > 0; LastAnswer--)
        {
            History.RemoveAt(History.Count - 1);
        }
    }

    /// <summary>The messages of a request as they stand in its bytes, less what clients move from turn to turn.</summary>
    public string MessagesOf(RecordedRequest request) => Settled(request.Text[(request.Text.IndexOf($"\"{HistoryName}\":[", StringComparison.Ordinal) + HistoryName.Length + 4)..^2]);

    protected static IEnumerable<JsonNode> Events(string stream) => stream.Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!);

    /// <summary>An answer as text.</summary>
    protected virtual string Decoded(byte[] answer, bool isStream) => Encoding.UTF8.GetString(answer);

    /// <summary>Says in a body that the answer is to be streamed.</summary>
    protected virtual void MarkStream(JsonObject body) => body["stream"] = true;

    protected virtual JsonArray Marked(JsonArray messages) => messages;

    protected virtual string Settled(string messages) => messages;

    protected abstract JsonObject Head();

    /// <summary>What a streamed answer adds to the history: a message, or a list of items.</summary>
    protected abstract JsonNode FromStream(string stream);

    /// <summary>What an answer in one piece adds to the history.</summary>
    protected abstract JsonNode FromAnswer(JsonNode answer);

    protected void Take(JsonNode said)
    {
        JsonNode[] added = said is JsonArray items ? [.. items.Select(item => item!.DeepClone())] : [said];
        LastAnswer = added.Length;
        foreach (JsonNode element in added)
        {
            History.Add(element);
        }
    }
}
