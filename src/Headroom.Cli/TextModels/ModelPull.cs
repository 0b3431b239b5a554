using Headroom.Context.TextModels;

namespace Headroom.Cli.TextModels;

/// <summary>
/// Brings a model onto this machine. Its files gather in a folder of their own beside the model's, each under a name of its own until
/// it is whole, so that what breaks off goes on from there; the folder takes the model's place only when every digest is right.
/// </summary>
/// <param name="models">The folder of models.</param>
/// <param name="source">Where the files come from.</param>
internal sealed class ModelPull(string models, ModelSource source)
{
    private const string Part = ".part";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Brings a model.</summary>
    /// <param name="description">The model.</param>
    /// <param name="progress">Told of each file's bytes as they come, those of before at once.</param>
    /// <param name="cancellationToken">Ends the work; the next attempt goes on from there.</param>
    /// <exception cref="TextModelException">A file is not to be had, or has another digest.</exception>
    public async Task<InstalledTextModel> RunAsync(TextModelDescription description, Action<TextModelFile, long> progress, CancellationToken cancellationToken)
    {
        string place = Path.Combine(models, description.Name);
        var gathering = new InstalledTextModel(Path.Combine(models, $".{description.Name}.pull"), description);
        Directory.CreateDirectory(gathering.Folder);
        Clear(gathering);
        foreach (TextModelFile file in description.Files)
        {
            await FetchAsync(gathering.PathOf(file.Path), file, bytes => progress(file, bytes), cancellationToken);
        }

        await File.WriteAllBytesAsync(Path.Combine(gathering.Folder, TextModelDescription.FileName), description.ToUtf8(), cancellationToken);
        Replace(place, gathering.Folder);
        return new InstalledTextModel(place, description);
    }

    private async Task FetchAsync(string path, TextModelFile file, Action<long> progress, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && await InstalledTextModel.DigestAsync(path, null, cancellationToken) == file.Sha256)
        {
            progress(new FileInfo(path).Length);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = path + Part;
        await DownloadAsync(part, file, progress, cancellationToken);
        string digest = await InstalledTextModel.DigestAsync(part, null, cancellationToken);
        if (digest != file.Sha256)
        {
            // What is wrong would be wrong again, however it is continued.
            File.Delete(part);
            throw new TextModelException($"{file.Path} has the SHA-256 {digest} and should have {file.Sha256}; it was thrown away.");
        }

        File.Move(part, path, overwrite: true);
    }

    private async Task DownloadAsync(string part, TextModelFile file, Action<long> progress, CancellationToken cancellationToken)
    {
        long there = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (file.Bytes is { } whole && there >= whole)
        {
            progress(there);
            return;
        }

        OpenedFile opened = await source.OpenAsync(file, there, cancellationToken);
        await using Stream content = opened.Content;
        await using var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write);
        output.SetLength(opened.Offset);
        output.Position = opened.Offset;
        progress(opened.Offset);
        byte[] buffer = new byte[1 << 17];
        while (await ReadAsync(content, buffer, file, cancellationToken) is > 0 and var read)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress(read);
            if (file.Bytes is { } most && output.Position > most)
            {
                throw new TextModelException($"{file.Path} is longer than the {most} bytes that it should have.");
            }
        }

        output.Flush(flushToDisk: true);
    }

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, TextModelFile file, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            return await content.ReadAsync(buffer, silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TextModelException($"nothing more came of {file.Path} for {Silence.TotalSeconds:0} seconds; the same command goes on from here.");
        }
    }

    /// <summary>Removes what an earlier attempt left for another version of the model.</summary>
    private static void Clear(InstalledTextModel gathering)
    {
        HashSet<string> known = [.. gathering.Description.Files.SelectMany(file => new[] { gathering.PathOf(file.Path), gathering.PathOf(file.Path) + Part })];
        foreach (string file in Directory.GetFiles(gathering.Folder, "*", SearchOption.AllDirectories).Where(file => !known.Contains(file)))
        {
            File.Delete(file);
        }
    }

    private static void Replace(string place, string folder)
    {
        string old = $"{folder}.old";
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        if (Directory.Exists(place))
        {
            Directory.Move(place, old);
        }

        Directory.Move(folder, place);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }
}
