using System.Diagnostics;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary><c>headroom mcp serve</c>, spoken to line by line.</summary>
public sealed class McpCommandTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_speaks_the_protocol_and_nothing_else_and_ends_when_its_client_hangs_up()
    {
        using Process server = Process.Start(HeadroomCommandLine.StartInfo(["mcp", "serve", "--data", _data.Path]))!;
        JsonNode hello = await AskAsync(server, 1, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""");
        Assert.Equal("headroom", (string)hello["serverInfo"]!["name"]!);
        await server.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        JsonNode tools = await AskAsync(server, 2, "tools/list", "{}");
        Assert.Equal(["headroom_compress", "headroom_read", "headroom_retrieve", "headroom_stats"], tools["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).Order());

        string rows = ToolOutputs.Servers(3);
        string file = Path.Combine(_data.Path, "servers.json");
        await File.WriteAllTextAsync(file, rows);
        string shown = await CallAsync(server, 3, "headroom_read", new JsonObject { ["file_path"] = file });
        Assert.Contains("failed: disk full on /var", shown, StringComparison.Ordinal);
        string hash = shown[(shown.IndexOf("hash=", StringComparison.Ordinal) + 5)..][..24];
        string original = await CallAsync(server, 4, "headroom_retrieve", new JsonObject { ["hash"] = hash });
        Assert.Equal(rows, (string)JsonNode.Parse(original)!["original_content"]!);

        server.StandardInput.Close();
        Assert.Equal("", await server.StandardOutput.ReadToEndAsync());
        await server.WaitForExitAsync();
        Assert.Equal(0, server.ExitCode);

        CommandResult printed = await HeadroomCommandLine.RunAsync([], "retrieve", hash, "--store", _data.Path);
        Assert.Equal(rows, System.Text.Encoding.UTF8.GetString(printed.Output));
    }

    [Fact]
    public async Task Over_a_gateway_it_uses_the_gateway_s_store_and_needs_its_key()
    {
        string key = System.Text.Encoding.UTF8.GetString((await HeadroomCommandLine.RunAsync([], "keys", "add", "me", "--data", _data.Path)).Output).Trim();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess gateway = await ProxyProcess.StartAsync(_data.Path, upstream.Url);
        using HttpResponseMessage refused = await gateway.Client.PostAsync("/mcp", new StringContent("{}"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);

        using Process server = Process.Start(HeadroomCommandLine.StartInfo(["mcp", "serve", "--gateway", gateway.Client.BaseAddress!.ToString(), "--key", key]))!;
        await AskAsync(server, 1, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""");
        JsonNode compressed = JsonNode.Parse(await CallAsync(server, 2, "headroom_compress", new JsonObject { ["content"] = ToolOutputs.Servers(3) }))!;
        gateway.Client.DefaultRequestHeaders.Add("X-Headroom-Key", key);
        JsonNode original = JsonNode.Parse(await gateway.Client.GetStringAsync($"/v1/retrieve/{compressed["hash"]}"))!;
        Assert.Equal(ToolOutputs.Servers(3), (string)original["original_content"]!);
        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    private static async Task<string> CallAsync(Process server, int id, string tool, JsonObject arguments)
    {
        JsonNode result = await AskAsync(server, id, "tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }.ToJsonString());
        return (string)result["content"]![0]!["text"]!;
    }

    /// <summary>The first line that comes back is the answer; anything else on standard output fails here.</summary>
    private static async Task<JsonNode> AskAsync(Process server, int id, string method, string parameters)
    {
        await server.StandardInput.WriteLineAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        await server.StandardInput.FlushAsync();
        JsonNode answer = JsonNode.Parse((await server.StandardOutput.ReadLineAsync())!)!;
        Assert.Equal(id, (int)answer["id"]!);
        return answer["result"]!;
    }
}
