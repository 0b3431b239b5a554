using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Context.Usage;

/// <summary>Prices of models by name. What is not in the table has no price, and its savings are told in tokens only.</summary>
public sealed class ModelPrices
{
    // Cache writes of Anthropic's are those for 5 minutes; elsewhere writing costs what other input costs. Prices for longer prompts, batches,
    // regions and priority are left out.
    private static readonly (string Model, decimal Input, decimal CacheRead, decimal CacheWrite)[] Known =
    [
        // https://platform.claude.com/docs/en/about-claude/pricing, October 2026.
        ("claude-fable-5-1", 10m, 0.25m, 12.5m), ("claude-fable-5", 10m, 1m, 12.5m), ("claude-mythos-5-1", 10m, 0.25m, 12.5m), ("claude-mythos-5", 10m, 1m, 12.5m),
        ("claude-opus-5-5", 4m, 0.2m, 5m), ("claude-opus-5", 5m, 0.5m, 6.25m), ("claude-opus-4-8", 5m, 0.5m, 6.25m), ("claude-opus-4-7", 5m, 0.5m, 6.25m),
        ("claude-opus-4-6", 5m, 0.5m, 6.25m), ("claude-opus-4-5", 5m, 0.5m, 6.25m), ("claude-opus-4-1", 15m, 1.5m, 18.75m), ("claude-opus-4", 15m, 1.5m, 18.75m),
        ("claude-sonnet-5-5", 2m, 0.1m, 2.5m), ("claude-sonnet-5", 2m, 0.2m, 2.5m), ("claude-sonnet-4-6", 3m, 0.3m, 3.75m), ("claude-sonnet-4-5", 3m, 0.3m, 3.75m), ("claude-sonnet-4", 3m, 0.3m, 3.75m),
        ("claude-haiku-5-5", 0.1m, 0.01m, 0.125m), ("claude-haiku-4-5", 1m, 0.1m, 1.25m), ("claude-3-5-haiku", 0.8m, 0.08m, 1m),

        // https://developers.openai.com/api/docs/pricing, 2026.
        ("gpt-6.1-sol", 2m, 0.1m, 2m), ("gpt-6-sol", 2m, 0.2m, 2m), ("gpt-5.5", 5m, 0.5m, 5m), ("gpt-5.4", 2.5m, 0.25m, 2.5m), ("gpt-5.4-mini", 0.75m, 0.075m, 0.75m), ("gpt-5.2", 1.75m, 0.175m, 1.75m),
        ("gpt-5.1", 1.25m, 0.125m, 1.25m), ("gpt-5", 1.25m, 0.125m, 1.25m), ("gpt-5-codex", 1.25m, 0.125m, 1.25m), ("gpt-5-mini", 0.25m, 0.025m, 0.25m), ("gpt-5-nano", 0.05m, 0.005m, 0.05m),
        ("gpt-4.1", 2m, 0.5m, 2m), ("gpt-4.1-mini", 0.4m, 0.1m, 0.4m), ("gpt-4.1-nano", 0.1m, 0.025m, 0.1m), ("gpt-4o", 2.5m, 1.25m, 2.5m), ("gpt-4o-mini", 0.15m, 0.075m, 0.15m),
        ("o3", 2m, 0.5m, 2m), ("o4-mini", 1.1m, 0.275m, 1.1m),

        // https://ai.google.dev/gemini-api/docs/pricing, October 2026; prompts of up to 200,000 tokens.
        ("gemini-3.8-flash", 0.75m, 0.075m, 0.75m), ("gemini-3.5-flash", 1.5m, 0.15m, 1.5m), ("gemini-3.5-flash-lite", 0.3m, 0.03m, 0.3m), ("gemini-3.1-pro-preview", 2m, 0.2m, 2m),
        ("gemini-2.5-pro", 1.25m, 0.125m, 1.25m), ("gemini-2.5-flash", 0.3m, 0.03m, 0.3m), ("gemini-2.5-flash-lite", 0.1m, 0.01m, 0.1m),
    ];

    private readonly Dictionary<string, ModelPrice> _prices = new(StringComparer.OrdinalIgnoreCase);

    private ModelPrices(IEnumerable<KeyValuePair<string, ModelPrice>> own)
    {
        foreach ((string model, decimal input, decimal read, decimal write) in Known)
        {
            _prices[model] = new ModelPrice(input, read, write);
        }

        foreach ((string model, ModelPrice price) in own)
        {
            _prices[model] = price;
        }
    }

    /// <value>The table that ships.</value>
    public static ModelPrices BuiltIn { get; } = new([]);

    /// <summary>
    /// The table that ships, with those of a file in front of it: <c>{"my-model":{"input":1.5,"cache_read":0.15,"cache_write":1.5}}</c>, in US
    /// dollars for a million tokens.
    /// </summary>
    /// <param name="file">Its path; where there is no file, nothing is in front.</param>
    /// <exception cref="InvalidDataException">It is no such list.</exception>
    public static ModelPrices With(string file)
    {
        try
        {
            return File.Exists(file) ? new ModelPrices(JsonSerializer.Deserialize(File.ReadAllBytes(file), PriceJson.Default.DictionaryStringModelPrice) ?? []) : BuiltIn;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{file}: {broken.Message}", broken);
        }
    }

    /// <summary>
    /// The price of a model, also where its name carries a date, a version or the vendor: <c>claude-sonnet-4-5-20250929</c>,
    /// <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>, <c>openai/gpt-5</c>.
    /// </summary>
    public ModelPrice? Find(string model)
    {
        string name = model[(model.LastIndexOf('/') + 1)..];
        name = name[(name.LastIndexOf("anthropic.", StringComparison.Ordinal) is var vendor and >= 0 ? vendor + "anthropic.".Length : 0)..];
        for (int end = name.Length; end > 0; end = name.LastIndexOfAny(['-', '@', ':', '['], end - 1))
        {
            if (_prices.TryGetValue(name[..end], out ModelPrice? price))
            {
                return price;
            }

            int start = name.LastIndexOfAny(['-', '@', ':', '['], end - 1);
            if (start < 0 || !IsVersion(name[(start + 1)..end]))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether a part of a name says which state of a model it is, and not which model.</summary>
    private static bool IsVersion(string part) =>
        part is "latest" or "v1" or "v2" or "0" or "1m]"
        || (part.Length >= 2 && part.All(char.IsAsciiDigit) && (part.Length >= 6 || part.Length is 2 or 4));
}

/// <summary>The source-generated serializer of price lists.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(Dictionary<string, ModelPrice>))]
internal sealed partial class PriceJson : JsonSerializerContext;
