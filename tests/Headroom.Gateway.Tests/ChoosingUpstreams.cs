using Headroom.Gateway.Clouds;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Tests;

/// <summary>A request goes to the provider that its path and headers mean, and to no host but the configured ones.</summary>
public sealed class ChoosingUpstreams
{
    [Theory]
    [InlineData("/v1/messages", null, Provider.Anthropic)]
    [InlineData("/v1/messages/count_tokens", null, Provider.Anthropic)]
    [InlineData("/v1/models", "x-api-key", Provider.Anthropic)]
    [InlineData("/v1/models", "anthropic-version", Provider.Anthropic)]
    [InlineData("/v1/models", null, Provider.OpenAI)]
    [InlineData("/v1/chat/completions", null, Provider.OpenAI)]
    [InlineData("/v1/responses", "authorization", Provider.OpenAI)]
    [InlineData("/v1beta/models/gemini-2.5-pro:generateContent", null, Provider.Gemini)]
    [InlineData("/v1internal:streamGenerateContent", null, Provider.Gemini)]
    [InlineData("/v1/models/gemini-2.5-pro:countTokens", null, Provider.Gemini)]
    [InlineData("/v1/models/ft:gpt-4o:org::1", null, Provider.OpenAI)]
    [InlineData("/v1/files", "x-goog-api-key", Provider.Gemini)]
    [InlineData("/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude:rawPredict", null, Provider.Vertex)]
    [InlineData("/projects/p/locations/global/publishers/google/models/gemini:countTokens", null, Provider.Vertex)]
    [InlineData("/v1/files/projects/p/locations/us", null, Provider.OpenAI)]
    [InlineData("/model/anthropic.claude:0/invoke", null, Provider.Bedrock)]
    [InlineData("/openai/deployments/d/embeddings", "api-key", Provider.Azure)]
    public void The_provider_follows_from_path_and_headers(string path, string? header, Provider provider)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        if (header is not null)
        {
            context.Request.Headers[header] = "value";
        }

        Assert.Equal(provider, UpstreamTable.ProviderOf(context.Request));
    }

    [Theory]
    [InlineData("https://api.openai.com", "/v1/models?a=%2F&b=c d", "https://api.openai.com/v1/models?a=%2F&b=c d")]
    [InlineData("https://openrouter.ai/api/v1", "/v1/chat/completions", "https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("https://openrouter.ai/api/v1/", "/v1/chat/completions", "https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("http://127.0.0.1:11434/openai", "/v1/a/../b//c", "http://127.0.0.1:11434/openai/v1/a/../b//c")]
    public void Path_and_query_are_kept_as_they_came(string root, string target, string address)
    {
        Assert.Equal(address, Address(root, target).OriginalString);
    }

    [Theory]
    [InlineData("us-east5", "https://us-east5-aiplatform.googleapis.com")]
    [InlineData("global", "https://aiplatform.googleapis.com")]
    [InlineData("eu", "https://aiplatform.eu.rep.googleapis.com")]
    public void A_location_of_Vertex_names_its_host(string location, string host)
    {
        string path = $"/projects/p/locations/{location}/publishers/google/models/m:generateContent";
        Assert.Equal(host + "/v1" + path, OnVertex(path).OriginalString);
        Assert.Equal(host + "/v1beta1" + path, OnVertex("/v1beta1" + path).OriginalString);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example%2F")]
    [InlineData("evil@x")]
    [InlineData("US")]
    [InlineData("")]
    [InlineData("a-location-that-is-longer-than-any-that-there-is")]
    public void A_location_never_names_a_foreign_host(string location) =>
        Assert.Equal(400, Assert.Throws<RefusedRequestException>(() => OnVertex($"/v1/projects/p/locations/{location}/publishers/google/models/m:generateContent")).Status);

    [Theory]
    [InlineData(null, "us-east-1", "ap-northeast-1", "https://bedrock-runtime.ap-northeast-1.amazonaws.com", "ap-northeast-1")]
    [InlineData(null, "us-east-1", null, "https://bedrock-runtime.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData(null, null, "cn-north-1", "https://bedrock-runtime.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com", "us-east-1", "ap-northeast-1", "https://bedrock-runtime.us-west-2.amazonaws.com", "us-west-2")]
    [InlineData("https://inside.example/aws", "us-east-1", "ap-northeast-1", "https://inside.example/aws", "us-east-1")]
    public void A_region_that_the_client_signed_for_is_meant_unless_the_host_is_configured(string? url, string? configured, string? ofClient, string host, string region)
    {
        var options = new GatewayOptions { BedrockUrl = url is null ? null : new Uri(url), AwsRegion = configured };
        HttpContext context = ToBedrock(ofClient);
        Assert.Equal(host + "/model/m%3A0/invoke", new UpstreamTable(options).AddressOf(Provider.Bedrock, context).OriginalString);
        Assert.Equal(region, Bedrock.RegionOf(options, context.Request.Headers.Authorization.ToString()));
    }

    [Theory]
    [InlineData("evil.example#")]
    [InlineData("")]
    [InlineData(null)]
    public void A_region_never_names_a_foreign_host(string? ofClient) => Assert.Equal(
        400, Assert.Throws<RefusedRequestException>(() => new UpstreamTable(new GatewayOptions()).AddressOf(Provider.Bedrock, ToBedrock(ofClient))).Status);

    [Theory]
    [InlineData("https://r.openai.azure.com", "/openai/deployments/d/chat/completions?api-version=1")]
    [InlineData("https://r.openai.azure.com/openai/", "/openai/deployments/d/chat/completions?api-version=1")]
    [InlineData("https://r.openai.azure.com/openai/v1/", "/openai/v1/responses")]
    public void An_Azure_resource_may_be_given_with_its_base_path(string root, string target)
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        Assert.Equal("https://r.openai.azure.com" + target, new UpstreamTable(new GatewayOptions { AzureUrl = new Uri(root) }).AddressOf(Provider.Azure, context).OriginalString);
    }

    [Fact]
    public void Cloud_Code_Assist_knows_its_methods_by_one_path_only() => Assert.Equal(
        "https://cloudcode.example/v1internal:generateContent?alt=sse", Address("https://cloudcode.example", "/v1/v1internal:generateContent?alt=sse", Provider.Gemini).OriginalString);

    [Theory]
    [InlineData("http://evil.example/v1/models")]
    [InlineData("//evil.example/v1/models")]
    [InlineData("@evil.example/v1/models")]
    public void No_request_names_the_host(string target) => Assert.Equal("api.openai.com", Address("https://api.openai.com", target).Host);

    private static DefaultHttpContext ToBedrock(string? region)
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/model/m%3A0/invoke";
        context.Request.Headers.Authorization = region is null ? "" : $"AWS4-HMAC-SHA256 Credential=AKIA1/20260101/{region}/bedrock/aws4_request, SignedHeaders=host, Signature=0";
        return context;
    }

    private static Uri OnVertex(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = path;
        return new UpstreamTable(new GatewayOptions()).AddressOf(Provider.Vertex, context);
    }

    private static Uri Address(string root, string target, Provider provider = Provider.OpenAI)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/v1/models";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        return new UpstreamTable(new GatewayOptions { OpenAIUrl = new Uri(root), GeminiUrl = new Uri(root) }).AddressOf(provider, context);
    }
}
