using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>A proxy process in front of a scripted upstream.</summary>
public abstract class ProxyTest : IAsyncLifetime
{
    protected TemporaryDirectory Data { get; } = new();

    protected ScriptedUpstream Upstream { get; private set; } = null!;

    protected ProxyProcess Proxy { get; private set; } = null!;

    protected virtual string DataPath => Data.Path;

    /// <summary>Further options of the proxy.</summary>
    protected virtual string[] Options => [];

    public virtual async Task InitializeAsync()
    {
        Upstream = await ScriptedUpstream.StartAsync();
        Proxy = await StartProxyAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Upstream.DisposeAsync();
        Data.Dispose();
    }

    /// <summary>Starts what stands before the upstream.</summary>
    protected virtual Task<ProxyProcess> StartProxyAsync() => ProxyProcess.StartAsync(DataPath, Upstream.Url, Options);

    /// <summary>Ends the proxy as a power cut would, and starts another over the same data.</summary>
    protected virtual async Task RestartAsync()
    {
        await Proxy.KillAsync();
        await Proxy.DisposeAsync();
        Proxy = await StartProxyAsync();
    }

    protected async Task<HttpResponseMessage> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    protected Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), headers);

    protected async Task<JsonNode> StatsAsync() => JsonNode.Parse(await Proxy.Client.GetStringAsync("/stats"))!;

    /// <summary>A request with one tool result.</summary>
    protected static string WithToolResult(string protocol, string result, bool withTools = true, bool isStream = false)
    {
        string content = System.Text.Json.JsonSerializer.Serialize(result);
        string stream = isStream ? "\"stream\":true," : "";
        if (protocol == "responses")
        {
            string tools = withTools ? "\"tools\":[{\"type\":\"function\",\"name\":\"search\"}]," : "";
            return $$$"""{"model":"gpt-4o",{{{stream}}}{{{tools}}}"input":[{"role":"user","content":"Which one failed?"},{"type":"function_call","call_id":"t1","name":"search","arguments":"{}"},{"type":"function_call_output","call_id":"t1","output":{{{content}}}}]}""";
        }

        if (protocol == "gemini")
        {
            string tools = withTools ? "\"tools\":[{\"functionDeclarations\":[{\"name\":\"search\"}]}]," : "";
            return $$$"""{{{{tools}}}"contents":[{"role":"user","parts":[{"text":"Which one failed?"}]},{"role":"model","parts":[{"functionCall":{"name":"search","args":{}},"thoughtSignature":"c2ln"}]},{"role":"user","parts":[{"functionResponse":{"name":"search","response":{"output":{{{content}}} } } }]}]}""";
        }

        return protocol == "anthropic"
            ? $$$"""{"model":"claude-sonnet-4-5","max_tokens":900,{{{stream}}}{{{(withTools ? "\"tools\":[{\"name\":\"search\",\"input_schema\":{\"type\":\"object\"}}]," : "")}}}"messages":[{"role":"user","content":"Which one failed?"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"search","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":{{{content}}}}]}]}"""
            : $$$"""{"model":"gpt-4o",{{{stream}}}{{{(withTools ? "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\"}}]," : "")}}}"messages":[{"role":"user","content":"Which one failed?"},{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"search","arguments":"{}"}}]},{"role":"tool","tool_call_id":"t1","content":{{{content}}}}]}""";
    }

    protected static string PathOf(string protocol, bool isStream = false) => protocol switch
    {
        "gemini" => "/v1beta/models/gemini-2.5-pro:" + (isStream ? "streamGenerateContent?alt=sse" : "generateContent"),
        "anthropic" => "/v1/messages",
        "responses" => "/v1/responses",
        _ => "/v1/chat/completions",
    };
}
