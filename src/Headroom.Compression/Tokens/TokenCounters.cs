namespace Headroom.Compression.Tokens;

/// <summary>The counters that come with this library or were given to it, and which of them stands for a model. Thread-safe.</summary>
public static class TokenCounters
{
    private static readonly DeferredTokenCounter DeferredO200k = new("o200k_base", BytePairTokenCounter.LoadO200k);
    private static readonly DeferredTokenCounter DeferredCl100k = new("cl100k_base", BytePairTokenCounter.LoadCl100k);

    private static volatile (string Prefix, ITokenCounter Counter)[] _given = [];

    /// <value>o200k_base: the GPT-4o, GPT-4.1, GPT-5 and o-series models. Loaded on first use or by <see cref="Warm"/>.</value>
    public static ITokenCounter O200k => DeferredO200k;

    /// <value>cl100k_base: the GPT-4 and GPT-3.5 models. Loaded on first use or by <see cref="Warm"/>.</value>
    public static ITokenCounter Cl100k => DeferredCl100k;

    /// <summary>Loads both vocabularies, so that no request waits for them.</summary>
    public static void Warm()
    {
        DeferredO200k.Load();
        DeferredCl100k.Load();
    }

    /// <summary>
    /// Gives models a counter of their own, for reports; a profile keeps the one that it decides by. A later one for the same
    /// models takes its place.
    /// </summary>
    /// <param name="prefix">How the models' names begin, in any case, without a provider: <c>llama-3</c>. The longest that fits counts.</param>
    /// <param name="counter">Counts with those models' own vocabulary.</param>
    public static void Give(string prefix, ITokenCounter counter)
    {
        lock (DeferredO200k)
        {
            _given = [.. _given.Where(given => !given.Prefix.Equals(prefix, StringComparison.OrdinalIgnoreCase)).Append((Prefix: prefix, counter)).OrderByDescending(given => given.Prefix.Length)];
        }
    }

    /// <summary>The counter for a model, and whether its numbers are that model's own.</summary>
    /// <param name="model">The model as a request names it, with or without a provider before a slash; <c>null</c> where unknown.</param>
    public static ModelTokenCounter ForModel(string? model)
    {
        ReadOnlySpan<char> name = model.AsSpan().Trim();
        name = name[(name.LastIndexOf('/') + 1)..];
        foreach ((string prefix, ITokenCounter counter) in _given)
        {
            if (Starts(name, prefix))
            {
                return new ModelTokenCounter(counter, IsExact: true, prefix);
            }
        }

        return name switch
        {
            _ when Starts(name, "gpt-4o") || Starts(name, "gpt-4.1") || Starts(name, "gpt-4.5") || Starts(name, "chatgpt-4o") => OpenAI(O200k),
            _ when Starts(name, "gpt-4") || Starts(name, "gpt-3.5") || Starts(name, "gpt-35") => OpenAI(Cl100k),
            _ when Starts(name, "gpt-5") || Starts(name, "o1") || Starts(name, "o3") || Starts(name, "o4") || Starts(name, "codex") => OpenAI(O200k),
            _ when Starts(name, "gpt-oss") => OpenAI(O200k),
            _ when name.Contains("claude", StringComparison.OrdinalIgnoreCase) => new ModelTokenCounter(O200k, IsExact: false, "claude"),
            _ when name.Contains("gemini", StringComparison.OrdinalIgnoreCase) => new ModelTokenCounter(O200k, IsExact: false, "gemini"),
            _ => new ModelTokenCounter(O200k, IsExact: false, "unknown"),
        };

        static bool Starts(ReadOnlySpan<char> name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        static ModelTokenCounter OpenAI(ITokenCounter counter) => new(counter, IsExact: true, "openai");
    }
}
