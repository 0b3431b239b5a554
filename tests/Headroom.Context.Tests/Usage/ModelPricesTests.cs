using Headroom.Context.Usage;

namespace Headroom.Context.Tests.Usage;

/// <summary>What models cost, and what tokens that were not sent are worth.</summary>
public sealed class ModelPricesTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5", 3.0)]
    [InlineData("claude-sonnet-4-5-20250929", 3.0)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.0)]
    [InlineData("claude-opus-5-5[1m]", 4.0)]
    [InlineData("claude-opus-4-20250514", 15.0)]
    [InlineData("openai/gpt-5", 1.25)]
    [InlineData("gpt-4o-2024-11-20", 2.5)]
    [InlineData("gpt-4o-mini", 0.15)]
    [InlineData("models/gemini-2.5-pro", 1.25)]
    [InlineData("gemini-2.5-flash-lite", 0.1)]
    public void A_model_is_found_whatever_its_name_carries_besides(string model, double input) => Assert.Equal((decimal)input, ModelPrices.BuiltIn.Find(model)!.Input);

    [Theory]
    [InlineData("gpt-5-ultra")]
    [InlineData("claude-opus-4-9")]
    [InlineData("claude-opus-40")]
    [InlineData("llama-4")]
    [InlineData("unknown")]
    [InlineData("")]
    public void A_model_that_is_not_in_the_table_has_no_price(string model) => Assert.Null(ModelPrices.BuiltIn.Find(model));

    [Fact]
    public void Saved_tokens_cost_what_the_rest_of_the_input_cost()
    {
        ModelPrice price = new(Input: 10, CacheRead: 1, CacheWrite: 12);
        UsageTotals cached = new() { TokensBefore = 3_000_000, TokensAfter = 1_000_000, CacheRead = 1_000_000 };
        Assert.Equal(2, price.ValueOfSaved(cached));
        Assert.Equal(11, price.ValueOfSaved(cached with { Input = 1_000_000 }));
        Assert.Equal(20, price.ValueOfSaved(cached with { CacheRead = 0 }));
        Assert.Equal(1, price.ValueOfSaved(cached with { RetrievedTokens = 1_000_000 }));
    }

    [Fact]
    public void Own_prices_stand_in_front_of_the_table()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"gpt-5":{"input":9,"cache_read":0.9,"cache_write":9},"house-model":{"input":1,"cache_read":0.5,"cache_write":1}}""");
            ModelPrices prices = ModelPrices.With(file);
            Assert.Equal((9, 1, 3), (prices.Find("gpt-5")!.Input, prices.Find("house-model")!.Input, prices.Find("claude-sonnet-4-5")!.Input));
            File.WriteAllText(file, "[1]");
            Assert.Contains(file, Assert.Throws<InvalidDataException>(() => ModelPrices.With(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
