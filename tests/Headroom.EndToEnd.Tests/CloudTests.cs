using System.Net;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>Vertex AI and Azure OpenAI: known protocols under addresses of their own.</summary>
public sealed class CloudTests : ProxyTest
{
    [Fact]
    public async Task A_deployment_of_Azure_is_called_with_its_key_and_version()
    {
        Upstream.Next((context, request) => ChatReplies.WriteAsync(context, request, new ModelReply("node-007")));
        const string path = "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21";
        using HttpResponseMessage answer = await PostAsync(path, WithToolResult("chat", ToolOutputs.Servers(1)), ("api-key", "azure-key"));
        Assert.Contains("node-007", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        RecordedRequest request = Assert.Single(Upstream.Requests);
        Assert.Equal((path, "azure-key"), (request.Target, request.Headers["api-key"]));
        Assert.Contains("headroom_retrieve hash=", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_paths_and_counts_are_passed_through_as_they_came()
    {
        string[] paths =
        [
            "/openai/files?api-version=1",
            "/openai/deployments/d/embeddings?api-version=1",
            "/v1/projects/p/locations/us-east5/publishers/anthropic/models/count-tokens:rawPredict",
            "/v1beta1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:countTokens",
        ];
        string body = WithToolResult("anthropic", ToolOutputs.Servers(1));
        foreach (string path in paths)
        {
            Upstream.NextJson("{\"ok\":true}");
            using HttpResponseMessage answer = await PostAsync(path, body);
            Assert.Equal("{\"ok\":true}", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(paths.Select(path => (path, body)), Upstream.Requests.Select(request => (request.Target, request.Text)));
    }

    [Theory]
    [InlineData("generateContent")]
    [InlineData("streamGenerateContent?alt=sse")]
    [InlineData("streamGenerateContent")]
    public async Task Gemini_on_Vertex_retrieves_inside_its_answer(string action)
    {
        Upstream.Next((context, request) => GeminiReplies.WriteAsync(context, request, new ModelReply("Wait.", null, ModelCall.Retrieve("own", HashIn(request)))));
        Upstream.Next((context, request) => GeminiReplies.WriteAsync(context, request, new ModelReply("Done.")));
        string path = "/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:" + action;
        using HttpResponseMessage answer = await PostAsync(path, WithToolResult("gemini", ToolOutputs.Servers(1)), ("Authorization", "Bearer ya29.token"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Wait.", text, StringComparison.Ordinal);
        Assert.Contains("Done.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("headroom_retrieve", text, StringComparison.Ordinal);
        Assert.All(Upstream.Requests, request => Assert.Equal((path, "Bearer ya29.token"), (request.Target, request.Headers["Authorization"])));
        Assert.Equal("gemini-2.5-pro", (string?)(await StatsAsync())["recent_requests"]![0]!["model"]);
    }

    [Theory]
    [InlineData("anthropic", "rawPredict", "type")]
    [InlineData("google", "generateContent", "code")]
    public async Task A_cloud_that_is_not_there_is_answered_for_in_the_shape_of_the_models_publisher(string publisher, string action, string property)
    {
        await Upstream.DisposeAsync();
        using HttpResponseMessage answer = await PostAsync(
            $"/v1/projects/p/locations/us-east5/publishers/{publisher}/models/m:{action}", WithToolResult(publisher == "google" ? "gemini" : publisher, "short"));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]![property]);
    }

    private static string HashIn(RecordedRequest request) => System.Text.RegularExpressions.Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value;
}
