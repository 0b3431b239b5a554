using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>AWS Bedrock: what leaves is signed as it leaves, and retrievals are answered inside its binary streams.</summary>
public sealed class BedrockTests : ProxyTest
{
    private const string Claude = "/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0";
    private const string ClientSignature =
        "AWS4-HMAC-SHA256 Credential=AKIACLIENT/20260101/ap-northeast-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";

    [Theory]
    [InlineData("bedrock", "/invoke")]
    [InlineData("bedrock", "/invoke-with-response-stream")]
    [InlineData("converse", "/converse")]
    [InlineData("converse", "/converse-stream")]
    public async Task A_retrieval_is_answered_inside_the_answer_and_every_round_is_signed_anew(string protocol, string action)
    {
        Upstream.Next((context, request) => BedrockReplies.WriteAsync(context, request, new ModelReply("Wait.", "hm", ModelCall.Retrieve("own", HashIn(request)))));
        Upstream.Next((context, request) => BedrockReplies.WriteAsync(context, request, new ModelReply("Done.")));
        using HttpResponseMessage answer = await PostAsync(
            Claude + action, Body(protocol), ("Authorization", ClientSignature), ("X-Amz-Date", "20260101T000000Z"), ("X-Amz-Security-Token", "of the client"));
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        string text = action.EndsWith("stream", StringComparison.Ordinal) ? Decoded(bytes) : System.Text.Encoding.UTF8.GetString(bytes);
        Assert.Contains("Wait.", text, StringComparison.Ordinal);
        Assert.Contains("Done.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("headroom_retrieve", text, StringComparison.Ordinal);
        Assert.Matches("\"output_?[tT]okens\":40", text);
        Assert.Equal(2, Upstream.Requests.Count);
        Assert.All(Upstream.Requests, request =>
        {
            Assert.Equal("eu-west-1", AwsSignature.Check(request));
            Assert.Equal(Claude + action, request.Target);
            Assert.False(request.Headers.ContainsKey("X-Amz-Security-Token"));
            Assert.Contains("headroom_retrieve hash=", request.Text, StringComparison.Ordinal);
        });
        Assert.Contains("\"signature\":\"" + ModelReply.Signature.Split('+')[0], Upstream.Requests.Last().Text, StringComparison.Ordinal);
        Assert.Contains(JsonEncoded(ToolOutputs.Servers(1)), Upstream.Requests.Last().Text, StringComparison.Ordinal);
        Assert.Contains("anthropic.claude-sonnet-4-5", (string?)(await StatsAsync())["recent_requests"]![0]!["model"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_changed_crosses_byte_for_byte_and_signed_for_the_configured_region()
    {
        await CrossesAsync("/model/meta.llama3-70b-instruct-v1%3A0/invoke", "{ \"prompt\":\"p\\u0041\", \"max_gen_len\":1.0 }");
        await CrossesAsync("/model/amazon.nova-pro-v1%3A0/invoke", "{ \"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}], \"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"a\"}}]} }");
        await CrossesAsync("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fx/converse", "{ \"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}] }");
        await CrossesAsync("/model/arn:aws:bedrock:us-east-1:1:inference-profile/us.meta.llama/converse", "{ \"messages\":[] }");
        await CrossesAsync("/guardrail/g/version/1/apply?z=%C3%A9&a=b%20c", "{ }");
        Assert.Equal(5, Upstream.Requests.Count);
    }

    private async Task CrossesAsync(string target, string body)
    {
        Upstream.NextJson("{\"generation\":\"x\"}");
        using HttpResponseMessage answer = await PostAsync(target, body);
        Assert.Equal("{\"generation\":\"x\"}", await answer.Content.ReadAsStringAsync());
        RecordedRequest request = Upstream.Requests.Last();
        Assert.Equal((target, body), (request.Target, request.Text));
        Assert.Equal("eu-west-1", target.Contains('?', StringComparison.Ordinal) ? AwsSignature.Check(request with { Target = "/guardrail/g/version/1/apply?a=b%20c&z=%C3%A9" }) : AwsSignature.Check(request));
    }

    [Theory]
    [InlineData("/converse", """{"messages":[{"role":"user","content":[{"text":"x"}]}]}""")]
    [InlineData("/converse-stream", """{"messages":[{"role":"user","content":[{"text":"x"}]}]}""")]
    [InlineData("/invoke-with-response-stream", """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""")]
    public async Task Usage_is_read_beside_answers_that_cannot_call_us(string action, string body)
    {
        Upstream.Next((context, request) => BedrockReplies.WriteAsync(context, request, new ModelReply("Hello.")));
        using HttpResponseMessage answer = await PostAsync(Claude + action, body);
        await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(body, Assert.Single(Upstream.Requests).Text);
        Assert.Equal(20, (int)(await StatsAsync())["tokens"]!["output"]!);
    }

    [Fact]
    public async Task An_API_key_of_Bedrock_crosses_as_it_is()
    {
        Upstream.Next((context, request) => BedrockReplies.WriteAsync(context, request, new ModelReply("node-007")));
        using HttpResponseMessage answer = await PostAsync(Claude + "/converse", Body("converse"), ("Authorization", "Bearer bedrock-api-key"));
        RecordedRequest request = Assert.Single(Upstream.Requests);
        Assert.Equal("Bearer bedrock-api-key", request.Headers["Authorization"]);
        Assert.False(request.Headers.ContainsKey("x-amz-date"));
    }

    [Theory]
    [InlineData("bedrock", "/invoke-with-response-stream")]
    [InlineData("converse", "/converse-stream")]
    public async Task A_continuation_that_fails_ends_in_an_exception_of_the_stream(string protocol, string action)
    {
        Upstream.Next((context, request) => BedrockReplies.WriteAsync(context, request, new ModelReply("Wait.", null, ModelCall.Retrieve("own", HashIn(request)))));
        Upstream.NextJson("{\"message\":\"no\"}", 500);
        using HttpResponseMessage answer = await PostAsync(Claude + action, Body(protocol));
        (string type, string json) = AwsEventStream.Read(await answer.Content.ReadAsByteArrayAsync()).Last();
        Assert.Equal("exception:internalServerException", type);
        Assert.Contains("500", (string?)JsonNode.Parse(json)!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_upstream_breaks_off_is_broken_off_here_too()
    {
        var begun = new TaskCompletionSource();
        Upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = AwsEventStream.MediaType;
            await context.Response.Body.WriteAsync(AwsEventStream.Event("messageStart", "{\"role\":\"assistant\"}"));
            await context.Response.Body.FlushAsync();
            await begun.Task;
            context.Abort();
        });
        using HttpResponseMessage answer = await PostAsync(Claude + "/converse-stream", Body("converse"));
        await using Stream stream = await answer.Content.ReadAsStreamAsync();
        Assert.True(await stream.ReadAsync(new byte[64]) > 0);
        begun.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Without_credentials_a_request_is_refused_in_Bedrocks_shape_and_nothing_leaves()
    {
        using var data = new TemporaryDirectory();
        await using ProxyProcess proxy = await ProxyProcess.StartWithoutCredentialsAsync(data.Path, Upstream.Url);
        using HttpResponseMessage answer = await proxy.Client.PostAsync(new Uri(Claude + "/converse", UriKind.Relative), new StringContent(Body("converse")));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("AccessDeniedException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Contains("no AWS credentials", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"], StringComparison.Ordinal);
        Assert.Empty(Upstream.Requests);
    }

    private static string Body(string protocol)
    {
        string result = System.Text.Json.JsonSerializer.Serialize(ToolOutputs.Servers(1));
        return protocol == "bedrock"
            ? WithToolResult("anthropic", ToolOutputs.Servers(1)).Replace("\"model\":\"claude-sonnet-4-5\"", "\"anthropic_version\":\"bedrock-2023-05-31\"", StringComparison.Ordinal)
            : $$$$"""{"messages":[{"role":"user","content":[{"text":"Which one failed?"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"search","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":{{{{result}}}} }]} }]}],"inferenceConfig":{"maxTokens":900},"toolConfig":{"tools":[{"toolSpec":{"name":"search","inputSchema":{"json":{"type":"object"} }}}]}}""";
    }

    private static string Decoded(byte[] stream) => string.Concat(AwsEventStream.Read(stream).Select(message => message.Type == "chunk"
        ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(message.Json)!["bytes"]!))
        : message.Json));

    private static string HashIn(RecordedRequest request) => Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value;

    private static string JsonEncoded(string text) => text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
