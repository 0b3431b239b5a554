using System.Security.Cryptography;
using System.Text;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Tests.TinyModels;

/// <summary>
/// A model in a folder of its own whose opinion of every word is known: a WordPiece vocabulary with a score per token. Words that it
/// does not have are unknown to it, and needed a little.
/// </summary>
internal sealed class TinyModel : IDisposable
{
    /// <summary>The score of what is not in the vocabulary.</summary>
    public const double OfUnknown = 0.7;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly string _folder = Directory.CreateTempSubdirectory("headroom-tiny-model-").FullName;

    public TinyModel(IReadOnlyDictionary<string, double> scores, int valuesPerToken = 0, TextModelSettings? settings = null, string idsName = "input_ids")
    {
        string[] vocabulary = [.. Special, .. scores.Keys];
        float[] table = [.. vocabulary.SelectMany(token => Row(token == "[UNK]" ? OfUnknown : scores.GetValueOrDefault(token), valuesPerToken, settings?.Score ?? ScoreKind.Probability))];
        Scores = scores;
        Write("model.onnx", OnnxFile.Write(table, valuesPerToken, idsName));
        Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        var description = new TextModelDescription
        {
            Name = "tiny",
            Files = [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Select(file => new TextModelFile(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))))],
            Settings = settings ?? new TextModelSettings { MaxTokens = 16, Overlap = 4 },
        };
        Write(TextModelDescription.FileName, description.ToUtf8());
    }

    public IReadOnlyDictionary<string, double> Scores { get; }

    public InstalledTextModel Installed => InstalledTextModel.Open(_folder);

    public Task<ILoadedTextModel> LoadAsync(TextModelOptions? options = null, TimeProvider? time = null) =>
        new OnnxTextModelAdapter().LoadAsync(Installed, options ?? new TextModelOptions { Deadline = TimeSpan.FromMinutes(1), MaxBytes = 16 << 20 }, time ?? TimeProvider.System, CancellationToken.None);

    /// <summary>The score that a word should get.</summary>
    public byte Of(string word) => (byte)MathF.Round((float)Scores.GetValueOrDefault(word, OfUnknown) * 255);

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, file), bytes);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<float> Row(double score, int valuesPerToken, ScoreKind kind)
    {
        float logit = (float)Math.Log(Math.Clamp(score, 1e-6, 1 - 1e-6) / (1 - Math.Clamp(score, 1e-6, 1 - 1e-6)));
        return valuesPerToken == 2 ? [-logit / 2, logit / 2] : kind == ScoreKind.Logit ? [logit] : [(float)score];
    }
}
