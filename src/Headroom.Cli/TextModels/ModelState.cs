using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.TextModels;

namespace Headroom.Cli.TextModels;

/// <summary>What is to be said of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its name with its digest.</param>
/// <param name="Status"><c>installed</c>, <c>available</c>, <c>verified</c> or <c>wrong</c>.</param>
/// <param name="Folder">Where it is; <c>null</c> where it is not here.</param>
/// <param name="Bytes">What its files take, where that is known.</param>
/// <param name="License">Under which licence it is.</param>
/// <param name="Files">What was found of its files; <c>null</c> where nothing was looked for.</param>
internal sealed record ModelState(string Name, string Id, string Status, string? Folder, long? Bytes, string? License, IReadOnlyList<FileState>? Files)
{
    /// <summary>The state of a model that is here.</summary>
    public static ModelState Of(InstalledTextModel model, string status, IReadOnlyList<VerifiedFile>? files = null) => Of(model.Description, status) with
    {
        Folder = model.Folder,
        Bytes = model.Description.Files.Select(file => new FileInfo(model.PathOf(file.Path))).Sum(file => file.Exists ? file.Length : 0),
        Files = files?.Select(file => new FileState(file.File.Path, file.IsRight, file.File.Sha256, file.Found)).ToArray(),
    };

    /// <summary>The state of a model that is not.</summary>
    public static ModelState Of(TextModelDescription model, string status) =>
        new(model.Name, model.Id, status, null, model.Files.All(file => file.Bytes is not null) ? model.Files.Sum(file => file.Bytes) : null, model.License, null);
}

/// <summary>What was found of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsRight">Whether it is what it should be.</param>
/// <param name="Sha256">The digest that it should have.</param>
/// <param name="Found">The digest that it has; <c>null</c> where it is missing.</param>
internal sealed record FileState(string Path, bool IsRight, string Sha256, string? Found);

/// <summary>Writes states for people, one line each, or for programs.</summary>
internal static class ModelReport
{
    public static void Write(TextWriter output, bool asJson, IReadOnlyList<ModelState> models)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(new ModelStates(models), ModelStateJson.Default.ModelStates));
            return;
        }

        if (models.Count == 0)
        {
            output.WriteLine("no models; 'headroom model pull --help' says how to get one.");
        }

        foreach (ModelState model in models)
        {
            string size = model.Bytes is { } bytes ? (bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture) : "-";
            output.WriteLine(string.Join('\t', model.Id, model.Status, size, model.License ?? "-", model.Folder ?? "-"));
            foreach (FileState file in model.Files?.Where(file => !file.IsRight) ?? [])
            {
                output.WriteLine(file.Found is null ? $"\t{file.Path} is missing" : $"\t{file.Path} has the SHA-256 {file.Found} and should have {file.Sha256}");
            }
        }
    }
}

/// <summary>What <c>headroom model … --json</c> prints.</summary>
internal sealed record ModelStates(IReadOnlyList<ModelState> Models);

/// <summary>Its source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ModelStates))]
internal sealed partial class ModelStateJson : JsonSerializerContext;
