using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Keys;

namespace Headroom.Context.TextModels;

/// <summary>What a text model is made of: its files with their digests, and how it is to be asked. Stands beside them as <c>model.json</c>.</summary>
public sealed record TextModelDescription
{
    /// <summary>The name of the file that holds a description.</summary>
    public const string FileName = "model.json";

    /// <value>Letters, digits, hyphens, dots and underscores; the name of the model's folder.</value>
    public required string Name { get; init; }

    /// <value>What it is, for people.</value>
    public string? Description { get; init; }

    /// <value>Under which licence it may be used, as its publisher says.</value>
    public string? License { get; init; }

    /// <value>Its files.</value>
    public required IReadOnlyList<TextModelFile> Files { get; init; }

    /// <value>How it is asked.</value>
    public TextModelSettings Settings { get; init; } = new();

    /// <value>
    /// The model's identity: <c>name@</c> and the first 12 hexadecimal digits of the SHA-256 of everything that decides its scores,
    /// the files' digests and the settings.
    /// </value>
    [JsonIgnore]
    public string Id
    {
        get
        {
            string files = string.Concat(Files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Path} {file.Sha256}\n"));
            byte[] identity = [.. System.Text.Encoding.UTF8.GetBytes(files), .. JsonSerializer.SerializeToUtf8Bytes(Settings, TextModelJson.Default.TextModelSettings)];
            return $"{Name}@{ContentHash.Of(identity).ToString()[..12]}";
        }
    }

    /// <summary>Reads a description.</summary>
    /// <param name="utf8">JSON.</param>
    /// <param name="source">What the error names.</param>
    /// <exception cref="TextModelException">It is none, or names a file outside of the model's folder.</exception>
    public static TextModelDescription Read(ReadOnlySpan<byte> utf8, string source)
    {
        try
        {
            TextModelDescription read = JsonSerializer.Deserialize(utf8, TextModelJson.Default.TextModelDescription) ?? throw new TextModelException($"{source} is empty.");
            return read.Errors().FirstOrDefault() is { } error ? throw new TextModelException($"{source}: {error}") : read;
        }
        catch (JsonException broken)
        {
            throw new TextModelException($"{source} describes no model: {broken.Message}", broken);
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">JSON.</param>
    /// <param name="source">What the error names.</param>
    /// <exception cref="TextModelException">It is none, or one of its models is wrong.</exception>
    public static TextModelManifest ReadManifest(ReadOnlySpan<byte> utf8, string source)
    {
        try
        {
            TextModelManifest read = JsonSerializer.Deserialize(utf8, TextModelJson.Default.TextModelManifest) ?? throw new TextModelException($"{source} is empty.");
            return read.Models.SelectMany(model => model.Errors()).FirstOrDefault() is { } error ? throw new TextModelException($"{source}: {error}") : read;
        }
        catch (JsonException broken)
        {
            throw new TextModelException($"{source} is no manifest of models: {broken.Message}", broken);
        }
    }

    /// <summary>Writes the description as JSON.</summary>
    public byte[] ToUtf8() => [.. JsonSerializer.SerializeToUtf8Bytes(this, TextModelJson.Default.TextModelDescription), (byte)'\n'];

    /// <summary>Whether a text can name a model.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name[0] != '.' && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private IEnumerable<string> Errors()
    {
        if (!IsName(Name))
        {
            yield return $"'{Name}' is no name of a model.";
        }

        if (Files.Count == 0)
        {
            yield return "it names no files.";
        }

        foreach (string? error in Files.Select(file => file.Error))
        {
            if (error is not null)
            {
                yield return error;
            }
        }

        if (Files.Select(file => file.Path).Distinct(StringComparer.OrdinalIgnoreCase).Count() < Files.Count)
        {
            yield return "a file is named twice.";
        }

        foreach (string used in new[] { Settings.Model, Settings.Tokenizer }.OfType<string>().Where(used => Files.All(file => file.Path != used)))
        {
            // What has no digest is not loaded.
            yield return $"its settings name {used}, which is not among its files.";
        }

        if (Settings.Error is { } wrong)
        {
            yield return wrong;
        }
    }
}

/// <summary>Several models that can be fetched by their names.</summary>
/// <param name="Models">The models.</param>
public sealed record TextModelManifest(IReadOnlyList<TextModelDescription> Models);
