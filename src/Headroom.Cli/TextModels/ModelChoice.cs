using System.Security.Cryptography;
using Headroom.Context.TextModels;

namespace Headroom.Cli.TextModels;

/// <summary>Finds out which model is meant and where its files are: a name in a manifest, an address with a digest, or a directory.</summary>
internal static class ModelChoice
{
    private const int MaxDescriptionBytes = 1 << 20;

    /// <summary>Where the manifest lies in a data directory, if somebody has put one there.</summary>
    public static string ManifestIn(string dataDirectory) => Path.Combine(dataDirectory, "text-models.json");

    /// <summary>Finds it.</summary>
    /// <param name="model">A name, or the address of a description.</param>
    /// <param name="manifest">The file of the manifest.</param>
    /// <param name="sha256">The digest of the description at an address.</param>
    /// <param name="from">A directory with the files; <c>null</c> to fetch them.</param>
    /// <param name="http">Fetches.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TextModelException">There is no such model, or it is not what its digest says.</exception>
    public static async Task<(TextModelDescription Description, ModelSource Source)> FindAsync(
        string model, string manifest, string? sha256, string? from, HttpClient http, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(model, UriKind.Absolute, out Uri? address) && WebSource.IsAllowed(address))
        {
            byte[] described = await DescribedAsync(address, sha256 ?? throw new TextModelException("an address needs --sha256, the SHA-256 of the description there."), http, cancellationToken);
            return (TextModelDescription.Read(described, model), from is null ? new WebSource(http, address) : new FolderSource(from));
        }

        if (from is not null)
        {
            string folder = File.Exists(Path.Combine(from, TextModelDescription.FileName)) ? from : Path.Combine(from, model);
            return File.Exists(Path.Combine(folder, TextModelDescription.FileName))
                ? (Named(InstalledTextModel.Open(folder).Description, model, folder), new FolderSource(folder))
                : (InManifest(model, manifest), new FolderSource(folder));
        }

        return (InManifest(model, manifest), new WebSource(http, null));
    }

    /// <summary>The models of a manifest; none where there is no such file.</summary>
    /// <exception cref="TextModelException">It cannot be read.</exception>
    public static IReadOnlyList<TextModelDescription> Manifest(string file)
    {
        try
        {
            return TextModelDescription.ReadManifest(File.ReadAllBytes(file), file).Models;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new TextModelException($"{file}: {unreadable.Message}", unreadable);
        }
    }

    private static TextModelDescription InManifest(string model, string manifest) =>
        Manifest(manifest).FirstOrDefault(known => known.Name == model)
        ?? throw new TextModelException($"no model '{model}' is known; name it in {manifest}, or give a manifest (--manifest), a directory (--from), or the address of a description with its digest (--sha256).");

    private static TextModelDescription Named(TextModelDescription description, string model, string folder) =>
        description.Name == model ? description : throw new TextModelException($"{folder} holds the model '{description.Name}', not '{model}'.");

    private static async Task<byte[]> DescribedAsync(Uri address, string sha256, HttpClient http, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new TextModelException($"{address} answers {(int)response.StatusCode}.");
        }

        await response.Content.LoadIntoBufferAsync(MaxDescriptionBytes, cancellationToken);
        byte[] described = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        string found = Convert.ToHexStringLower(SHA256.HashData(described));
        return found == sha256 ? described : throw new TextModelException($"{address} has the SHA-256 {found} and should have {sha256}; nothing was fetched.");
    }
}
