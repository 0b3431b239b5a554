using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>The command in a terminal.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_text_is_compressed_and_its_original_comes_back_byte_for_byte()
    {
        byte[] rows = Encoding.UTF8.GetBytes(ToolOutputs.Servers(3));
        CommandResult compressed = await HeadroomCommandLine.RunAsync(rows, "compress", "-", "--store", _data.Path, "--json");
        JsonNode report = JsonNode.Parse(compressed.Output)!;
        Assert.Equal(0, compressed.ExitCode);
        Assert.True(report["tokens_after"]!.GetValue<int>() * 3 < report["tokens_before"]!.GetValue<int>());
        Assert.Equal(report["tokens_before"]!.GetValue<int>() - report["tokens_after"]!.GetValue<int>(), report["tokens_saved"]!.GetValue<int>());
        string hash = (string)report["ccr_hashes"]!.AsArray().Single()!;
        Assert.Contains($"hash={hash}", (string)report["text"]!, StringComparison.Ordinal);
        Assert.Contains("failed: disk full on /var", (string)report["text"]!, StringComparison.Ordinal);

        CommandResult original = await HeadroomCommandLine.RunAsync([], "retrieve", hash, "--store", _data.Path);
        Assert.Equal(0, original.ExitCode);
        Assert.Equal(rows, original.Output);

        CommandResult part = await HeadroomCommandLine.RunAsync([], "retrieve", hash, "--store", _data.Path, "--query", "disk full");
        Assert.Contains("1 of 80 rows match", Encoding.UTF8.GetString(part.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_keep_their_shape(bool isBareArray)
    {
        string messages = $$"""[{"role":"user","content":"Which failed?"},{"role":"tool","tool_call_id":"t","content":{{System.Text.Json.JsonSerializer.Serialize(ToolOutputs.Log(4))}}}]""";
        string input = isBareArray ? messages : $"{{\"messages\":{messages}}}";
        CommandResult result = await HeadroomCommandLine.RunAsync(Encoding.UTF8.GetBytes(input), "compress", "--store", _data.Path);
        JsonArray printed = JsonNode.Parse(result.Output)!.AsArray();
        Assert.Equal("Which failed?", (string)printed[0]!["content"]!);
        Assert.Equal("t", (string)printed[1]!["tool_call_id"]!);
        Assert.Contains("ERROR ledger mismatch in shard 4", (string)printed[1]!["content"]!, StringComparison.Ordinal);
        Assert.True(((string)printed[1]!["content"]!).Length < ToolOutputs.Log(4).Length / 3);
    }

    [Fact]
    public async Task An_explanation_says_what_was_found_weighed_and_left_out_and_stores_nothing()
    {
        byte[] rows = Encoding.UTF8.GetBytes(ToolOutputs.Servers(3));
        CommandResult explained = await HeadroomCommandLine.RunAsync(rows, "compress", "-", "--store", _data.Path, "--explain", "--json");
        JsonNode block = JsonNode.Parse(explained.Output)!["blocks"]!.AsArray().Single()!;
        Assert.Equal(1, (await HeadroomCommandLine.RunAsync([], "retrieve", (string)block["hash"]!, "--store", _data.Path)).ExitCode);

        CommandResult compressed = await HeadroomCommandLine.RunAsync(rows, "compress", "-", "--store", _data.Path, "--json");
        JsonNode report = JsonNode.Parse(compressed.Output)!;
        Assert.Equal("json", (string)block["kind"]!);
        Assert.Equal((long)report["tokens_after"]!, (long)block["tokens_after"]!);
        Assert.Contains(block["weighed"]!.AsArray(), form => (long)form!["tokens"]! == (long)block["tokens_after"]!);
        Assert.Equal((long)block["tokens_after"]!, block["parts"]!.AsArray().Sum(part => (long)part!["tokens"]!), tolerance: 8);
        Assert.Equal(80, (int)block["items"]!);
        Assert.Contains("80 rows", (string)block["left_out"]!.AsArray()[^1]!, StringComparison.Ordinal);

        string table = Encoding.UTF8.GetString((await HeadroomCommandLine.RunAsync(rows, "compress", "-", "--store", _data.Path, "--explain")).Output);
        Assert.Contains("the smallest of the forms weighed", table, StringComparison.Ordinal);
        Assert.Contains("json:sample", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target-ratio", "0")]
    [InlineData("--token-budget", "-3")]
    public async Task A_bound_that_makes_no_sense_is_named(string option, string value)
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "compress", "-", "--store", _data.Path, option, value);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(option, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("[1,2,3]")]
    public async Task What_cannot_be_made_smaller_comes_out_as_it_is(string text)
    {
        CommandResult result = await HeadroomCommandLine.RunAsync(Encoding.UTF8.GetBytes(text), "compress", "-", "--store", _data.Path);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(text, Encoding.UTF8.GetString(result.Output));
    }

    [Fact]
    public async Task An_unknown_hash_is_exit_code_1_and_one_line()
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "retrieve", "0123456789abcdef01234567", "--store", _data.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_exit_code_1_and_one_line()
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "compress", Path.Combine(_data.Path, "nothing.json"), "--store", _data.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.5")]
    [InlineData("example.com")]
    public async Task An_address_that_is_not_loopback_is_refused(string host)
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "proxy", "--host", host, "--data", _data.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--port", "99999")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "abc")]
    [InlineData("--openai-api-url", "ftp://example.com")]
    [InlineData("--bedrock-api-url", "ftp://example.com")]
    [InlineData("--upstream", "http://example.com")]
    [InlineData("--upstream", "a/b=http://example.com")]
    public async Task A_value_that_makes_no_sense_is_named(string option, string value)
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "proxy", option, value, "--data", _data.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(value, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        string port = new Uri(upstream.Url).Port.ToString();
        CommandResult result = await HeadroomCommandLine.RunAsync([], "proxy", "--port", port, "--data", _data.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Matches($"^headroom: port {port} on 127.0.0.1 is in use; .*\n$", result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Ctrl_C_lets_an_open_stream_end_and_exits_0()
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(_data.Path, upstream.Url);
        var told = new TaskCompletionSource();
        upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync("data: {\"n\":1}\n\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await told.Task;
            await context.Response.Body.WriteAsync("data: {\"n\":2}\n\n"u8.ToArray());
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent("{\"model\":\"m\",\"stream\":true,\"messages\":[]}") };
        using HttpResponseMessage answer = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Task<int> stopping = proxy.StopAsync();
        await proxy.RefusedAsync();
        told.SetResult();
        Assert.Contains("{\"n\":2}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task The_banner_says_where_what_and_whereto()
    {
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(_data.Path, upstream.Url, "--no-optimize");
        Assert.Equal(0, await proxy.StopAsync());
        Assert.Contains(_data.Path, proxy.Output, StringComparison.Ordinal);
        Assert.Matches("Compression +off", proxy.Output);
        Assert.Matches("Anthropic +" + Regex.Escape(upstream.Url), proxy.Output);
    }
}
