using System.Security.Cryptography;

namespace Headroom.Context.TextModels;

/// <summary>A text model on this machine: a folder with its files and its description.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Description">What should be in it.</param>
public sealed record InstalledTextModel(string Folder, TextModelDescription Description)
{
    /// <summary>Where models lie in a data directory.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "text-models");

    /// <summary>Opens a model by its folder. Its files are not read yet.</summary>
    /// <exception cref="TextModelException">There is none.</exception>
    public static InstalledTextModel Open(string folder)
    {
        string file = Path.Combine(folder, TextModelDescription.FileName);
        try
        {
            return new InstalledTextModel(folder, TextModelDescription.Read(File.ReadAllBytes(file), file));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new TextModelException($"{folder} holds no model: {missing.Message}", missing);
        }
    }

    /// <summary>The models in a folder of models, by name; what is still being fetched is none.</summary>
    public static IEnumerable<InstalledTextModel> In(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateDirectories(folder)
            .Where(model => TextModelDescription.IsName(Path.GetFileName(model)) && File.Exists(Path.Combine(model, TextModelDescription.FileName)))
            .Order(StringComparer.Ordinal)
            .Select(Open);

    /// <summary>Where a file of the model lies.</summary>
    public string PathOf(string file) => Path.Combine([Folder, .. file.Split('/')]);

    /// <summary>Reads every file and compares its digest with the one that it should have.</summary>
    /// <param name="progress">Told of bytes as they are read; may be <c>null</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<VerifiedFile>> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        List<VerifiedFile> verified = [];
        foreach (TextModelFile file in Description.Files)
        {
            string path = PathOf(file.Path);
            string? digest = File.Exists(path) ? await DigestAsync(path, progress, cancellationToken).ConfigureAwait(false) : null;
            verified.Add(new VerifiedFile(file, digest));
        }

        return verified;
    }

    /// <summary>Refuses the model unless every file has its digest, and no other is there that could be loaded along with them.</summary>
    /// <exception cref="TextModelException">A file is missing, has another digest, or has none.</exception>
    public async Task RequireDigestsAsync(CancellationToken cancellationToken)
    {
        HashSet<string> known = [PathOf(TextModelDescription.FileName), .. Description.Files.Select(file => PathOf(file.Path))];
        if (Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).FirstOrDefault(file => !known.Contains(file)) is { } stranger)
        {
            throw new TextModelException($"{Description.Name} is not loaded: {stranger} is not among the files of its {TextModelDescription.FileName}.");
        }

        VerifiedFile? wrong = (await VerifyAsync(null, cancellationToken).ConfigureAwait(false)).FirstOrDefault(file => !file.IsRight);
        if (wrong is not null)
        {
            throw new TextModelException($"{Description.Name} is not loaded: {PathOf(wrong.File.Path)} {wrong.Text}. Fetch it again with 'headroom model pull'.");
        }
    }

    /// <summary>The SHA-256 of a file, in lowercase hexadecimal digits.</summary>
    public static async Task<string> DigestAsync(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            progress?.Report(read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A file of a model, and what it was found to be.</summary>
/// <param name="File">What it should be.</param>
/// <param name="Found">The SHA-256 that it has; <c>null</c> where it is missing.</param>
public sealed record VerifiedFile(TextModelFile File, string? Found)
{
    /// <value>Whether it is what it should be.</value>
    public bool IsRight => Found == File.Sha256;

    /// <value>What is to be said of it.</value>
    public string Text => IsRight ? "is right" : Found is null ? "is missing" : $"has the SHA-256 {Found} and should have {File.Sha256}";
}
