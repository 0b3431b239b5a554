using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.Testing.Projects;

namespace Headroom.EndToEnd.Tests;

/// <summary>A proxy that knows the code of a project on its machine.</summary>
public sealed class CodeGraphTests : ProxyTest
{
    private readonly TemporaryDirectory _project = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _project.Dispose();
    }

    [Theory]
    [InlineData("/p/my%20shop/v1/messages", null)]
    [InlineData("/v1/messages", "my%20shop")]
    public async Task Requests_of_a_project_that_was_told_keep_what_the_function_in_question_calls(string path, string? header)
    {
        // A process that has just started compiles itself; that is not what is tried here.
        await SentAsync(Proxy, "/p/another/v1/messages", null);
        Assert.DoesNotContain(ShopCode.CalledBody, await SentAsync(Proxy, path, header), StringComparison.Ordinal);
        ShopCode.WriteTo(_project.Path);
        using HttpResponseMessage told = await PutAsync("my%20shop", _project.Path);
        JsonNode answer = JsonNode.Parse(await told.Content.ReadAsStringAsync())!;
        Assert.Equal(("my shop", true, 3), ((string)answer["project"]!, (bool)answer["is_ready"]!, (int)answer["files"]!));
        Assert.Contains(ShopCode.CalledBody, await SentAsync(Proxy, path, header), StringComparison.Ordinal);
        Assert.DoesNotContain(ShopCode.CalledBody, await SentAsync(Proxy, "/p/another/v1/messages", null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_started_for_a_directory_knows_it_for_requests_that_name_no_project()
    {
        ShopCode.WriteTo(_project.Path);
        using var data = new TemporaryDirectory();
        await using ProxyProcess proxy = await ProxyProcess.StartAsync(data.Path, Upstream.Url, "--code-graph", _project.Path);
        string name = Path.GetFileName(_project.Path);
        using HttpResponseMessage read = await PutAsync(name, _project.Path, proxy);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Contains(ShopCode.CalledBody, await SentAsync(proxy, "/v1/messages", null), StringComparison.Ordinal);
        Assert.Contains(ShopCode.CalledBody, await SentAsync(proxy, "/v1/messages", name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_directory_of_this_machine_is_refused()
    {
        foreach (string body in (string[])["{\"directory\":\"relative\"}", "{\"directory\":\"/nowhere/at/all\"}", "{}", "not json"])
        {
            using HttpResponseMessage answer = await Proxy.Client.PutAsync("/v1/code-graph/shop", new StringContent(body));
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, answer.StatusCode));
        }

        using HttpResponseMessage unknown = await Proxy.Client.GetAsync("/v1/code-graph/shop");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_ends_the_proxy_with_one_line()
    {
        CommandResult result = await HeadroomCommandLine.RunAsync([], "proxy", "--port", "0", "--data", Data.Path, "--code-graph", "/nowhere/at/all");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/nowhere/at/all: there is no such directory", Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PutAsync(string project, string directory, ProxyProcess? proxy = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/code-graph/{project}") { Content = new StringContent(new JsonObject { ["directory"] = directory }.ToJsonString()) };
        request.Headers.Add("Prefer", "wait=60");
        return await (proxy ?? Proxy).Client.SendAsync(request);
    }

    /// <summary>What goes upstream of a conversation of its own about the shop.</summary>
    private async Task<string> SentAsync(ProxyProcess proxy, string path, string? project)
    {
        string body = WithToolResult("anthropic", ShopCode.Dump).Replace("Which one failed?", ShopCode.Question, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-headroom-session-id", Guid.NewGuid().ToString());
        if (project is not null)
        {
            request.Headers.Add("X-Headroom-Project", project);
        }

        Upstream.NextJson("""{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        using HttpResponseMessage answer = await proxy.Client.SendAsync(request);
        return JsonNode.Parse(Upstream.Requests.Last().Body)!["messages"]![2]!["content"]![0]!["content"]!.ToString();
    }
}
