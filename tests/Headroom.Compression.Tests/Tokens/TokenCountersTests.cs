using System.IO.Compression;
using System.Security.Cryptography;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Tokens;

public sealed class TokenCountersTests
{
    [Theory]
    [InlineData("gpt-4o-mini", "o200k_base", true, "openai")]
    [InlineData("gpt-4.1", "o200k_base", true, "openai")]
    [InlineData("gpt-5-codex", "o200k_base", true, "openai")]
    [InlineData("o3-mini", "o200k_base", true, "openai")]
    [InlineData("openai/gpt-4o", "o200k_base", true, "openai")]
    [InlineData("gpt-4-turbo", "cl100k_base", true, "openai")]
    [InlineData("gpt-3.5-turbo-0125", "cl100k_base", true, "openai")]
    [InlineData("claude-sonnet-4-5", "o200k_base", false, "claude")]
    [InlineData("us.anthropic.claude-opus-4-1-v1:0", "o200k_base", false, "claude")]
    [InlineData("gemini-2.5-pro", "o200k_base", false, "gemini")]
    [InlineData("mistral-large", "o200k_base", false, "unknown")]
    [InlineData("", "o200k_base", false, "unknown")]
    [InlineData(null, "o200k_base", false, "unknown")]
    public void A_model_is_counted_by_its_own_vocabulary_or_by_an_estimate_that_says_so(string? model, string vocabulary, bool isExact, string family)
    {
        ModelTokenCounter counter = TokenCounters.ForModel(model);
        Assert.Equal((vocabulary, isExact, family), (counter.Counter.Vocabulary, counter.IsExact, counter.Family));
    }

    [Theory]
    [InlineData("o200k_base.br", "bac143fe7fe950090c6e4ed9a2f80de5412a92495758b52becbbe5a7eea25ecb")]
    [InlineData("cl100k_base.br", "6bfd43f7b31b50b645b3228413547e662af1ae4801e9b192b9791680a71d650c")]
    public void A_vocabulary_is_the_published_one(string resource, string sha256)
    {
        using Stream packed = typeof(TokenCounters).Assembly.GetManifestResourceStream(resource)!;
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(unpacked)));
    }
}
