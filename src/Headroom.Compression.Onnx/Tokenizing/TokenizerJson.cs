using System.Text;
using System.Text.Json;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Tokenizing;

/// <summary>Reads <c>tokenizer.json</c>, the format of Hugging Face's tokenizers, where it holds WordPiece or byte-level BPE.</summary>
internal static class TokenizerJson
{
    /// <summary>Loads the tokenizer.</summary>
    /// <exception cref="TextModelException">It is of another kind.</exception>
    public static TextTokenizer Read(string path, TextModelSettings settings)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        JsonElement model = root.GetProperty("model");
        string kind = model.TryGetProperty("type", out JsonElement type) ? type.GetString() ?? "" : model.TryGetProperty("merges", out _) ? "BPE" : "";
        return kind switch
        {
            "WordPiece" => TextTokenizer.WordPiece(Lines(WithAdded(root, model)), settings),
            "BPE" when IsByteLevel(root) => new BytePairVocabularyFile(WithAdded(root, model), MergesOf(model)).ToTokenizer(settings),
            "BPE" => throw new TextModelException($"{path} holds a BPE vocabulary that is not byte-level; use the model's .model file."),
            _ => throw new TextModelException($"{path} holds a vocabulary of the kind '{kind}'; WordPiece and byte-level BPE are known, and SentencePiece by its .model file."),
        };
    }

    private static Dictionary<string, int> WithAdded(JsonElement root, JsonElement model)
    {
        Dictionary<string, int> tokens = BytePairVocabularyFile.TokensOf(model.GetProperty("vocab"));
        if (root.TryGetProperty("added_tokens", out JsonElement added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement token in added.EnumerateArray())
            {
                tokens[token.GetProperty("content").GetString()!] = token.GetProperty("id").GetInt32();
            }
        }

        return tokens;
    }

    // Merges are texts of two tokens or, since 2024, pairs.
    private static string[] MergesOf(JsonElement model) =>
        [.. model.GetProperty("merges").EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!)];

    private static bool IsByteLevel(JsonElement root) =>
        root.TryGetProperty("pre_tokenizer", out JsonElement before) && before.ValueKind == JsonValueKind.Object && Names(before, "ByteLevel");

    private static bool Names(JsonElement step, string type) =>
        step.GetProperty("type").GetString() == type
        || (step.TryGetProperty("pretokenizers", out JsonElement steps) && steps.EnumerateArray().Any(inner => Names(inner, type)));

    /// <summary>The vocabulary as a file of lines, where a token's line is its id.</summary>
    private static byte[] Lines(Dictionary<string, int> tokens)
    {
        string?[] byId = new string?[tokens.Values.Max() + 1];
        foreach ((string token, int id) in tokens)
        {
            byId[id] = token;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', byId.Select((token, id) => token ?? $"[unused-{id}]")));
    }
}
