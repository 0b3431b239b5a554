using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using ZstdSharp;

namespace Headroom.EndToEnd.Tests;

/// <summary>Bodies that come encoded, and bodies above the limits.</summary>
public sealed class RequestBodyTests : ProxyTest
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task An_encoded_body_is_read_and_goes_upstream_without_its_coding(string coding)
    {
        string body = WithToolResult("anthropic", ToolOutputs.Servers(3));
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Encode(Encoding.UTF8.GetBytes(body), coding), ("content-encoding", coding));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var request = Assert.Single(Upstream.Requests);
        Assert.DoesNotContain("content-encoding", request.Headers.Keys);
        Assert.True(request.Body.Length < body.Length / 2, $"{request.Body.Length} of {body.Length} bytes");
        Assert.NotNull(JsonNode.Parse(request.Text)!["messages"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_body_that_is_not_encoded_as_it_says_is_a_clear_error_in_the_providers_shape(string coding)
    {
        byte[] whole = Encode(Encoding.UTF8.GetBytes(WithToolResult("anthropic", ToolOutputs.Servers(3))), coding);
        foreach (byte[] broken in new[] { Encoding.ASCII.GetBytes("{\"model\":\"m\",\"messages\":[]}"), whole[..(whole.Length / 2)] })
        {
            using HttpResponseMessage answer = await PostAsync("/v1/messages", broken, ("content-encoding", coding));
            JsonNode error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_error"), (answer.StatusCode, (string?)error["error"]!["type"]));
            Assert.Contains(coding, (string)error["error"]!["message"]!, StringComparison.Ordinal);
        }

        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task A_coding_that_we_do_not_know_goes_through_untouched()
    {
        byte[] body = [1, 2, 3, 4, 5, 6, 7];
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", body, ("content-encoding", "gzip, exotic"));
        var request = Assert.Single(Upstream.Requests);
        Assert.Equal(body, request.Body);
        Assert.Equal("gzip, exotic", request.Headers["content-encoding"]);
    }

    [Fact]
    public async Task An_encoded_body_too_large_to_be_parsed_streams_through_decoded()
    {
        byte[] body = Encoding.ASCII.GetBytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 40 << 20) + "\"}]}");
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Encode(body, "zstd"), ("content-encoding", "zstd"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(body.AsSpan().SequenceEqual(Assert.Single(Upstream.Requests).Body));
    }

    [Theory]
    [InlineData("/v1/messages", "", "request_too_large")]
    [InlineData("/v1/messages", "gzip", "request_too_large")]
    [InlineData("/v1/chat/completions", "", "invalid_request_error")]
    [InlineData("/v1/files", "", "invalid_request_error")]
    public async Task A_body_above_the_hard_limit_is_413_in_the_providers_shape(string path, string coding, string type)
    {
        await using ProxyProcess strict = await ProxyProcess.StartAsync(Data.Path + "-strict", Upstream.Url, "--max-body-bytes", "36000000");
        byte[] body = Encoding.ASCII.GetBytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 40 << 20) + "\"}]}");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(coding.Length > 0 ? Encode(body, coding) : body) };
        request.Headers.ExpectContinue = true;
        request.Content.Headers.TryAddWithoutValidation("content-encoding", coding.Length > 0 ? coding : null);
        using HttpResponseMessage answer = await strict.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(type, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["type"]);
    }

    private static byte[] Encode(byte[] body, string coding)
    {
        using var encoded = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionMode.Compress, leaveOpen: true),
            _ => new CompressionStream(encoded),
        })
        {
            encoder.Write(body);
        }

        return encoded.ToArray();
    }
}
