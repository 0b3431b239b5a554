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

    [Fact]
    public void Cloud_Code_Assist_knows_its_methods_by_one_path_only() => Assert.Equal(
        "https://cloudcode.example/v1internal:generateContent?alt=sse", Address("https://cloudcode.example", "/v1/v1internal:generateContent?alt=sse", Provider.Gemini).OriginalString);

    [Theory]
    [InlineData("http://evil.example/v1/models")]
    [InlineData("//evil.example/v1/models")]
    [InlineData("@evil.example/v1/models")]
    public void No_request_names_the_host(string target) => Assert.Equal("api.openai.com", Address("https://api.openai.com", target).Host);

    private static Uri Address(string root, string target, Provider provider = Provider.OpenAI)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/v1/models";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        return new UpstreamTable(new GatewayOptions { OpenAIUrl = new Uri(root), GeminiUrl = new Uri(root) }).AddressOf(provider, context);
    }
}
