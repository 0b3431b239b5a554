using System.Net;
using System.Net.Http.Headers;
using Headroom.Context.TextModels;

namespace Headroom.Cli.TextModels;

/// <summary>Where the files of a model come from.</summary>
internal abstract class ModelSource
{
    /// <summary>Opens a file from a place on.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">How many bytes are there already.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TextModelException">There is no such file.</exception>
    public abstract Task<OpenedFile> OpenAsync(TextModelFile file, long offset, CancellationToken cancellationToken);
}

/// <summary>A file that is being read.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Offset">Where they begin: as asked, or 0 where the source can only give it whole.</param>
internal sealed record OpenedFile(Stream Content, long Offset);

/// <summary>A directory that somebody has brought.</summary>
internal sealed class FolderSource(string folder) : ModelSource
{
    /// <inheritdoc/>
    public override Task<OpenedFile> OpenAsync(TextModelFile file, long offset, CancellationToken cancellationToken)
    {
        string path = Path.Combine([folder, .. file.Path.Split('/')]);
        try
        {
            var content = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            content.Position = Math.Min(offset, content.Length);
            return Task.FromResult(new OpenedFile(content, content.Position));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new TextModelException(missing.Message, missing);
        }
    }
}

/// <summary>A web server; <paramref name="description"/> is where relative addresses begin.</summary>
internal sealed class WebSource(HttpClient http, Uri? description) : ModelSource
{
    /// <inheritdoc/>
    public override async Task<OpenedFile> OpenAsync(TextModelFile file, long offset, CancellationToken cancellationToken)
    {
        Uri address = AddressOf(file);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null;
        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (offset > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            response.Dispose();
            return await OpenAsync(file, 0, cancellationToken);
        }

        if (!response.IsSuccessStatusCode)
        {
            response.Dispose();
            throw new TextModelException($"{address} answers {(int)response.StatusCode}.");
        }

        bool isRest = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == offset;
        return new OpenedFile(await response.Content.ReadAsStreamAsync(cancellationToken), isRest ? offset : 0);
    }

    /// <summary>Whether files may be fetched from an address: encrypted, or from this machine.</summary>
    public static bool IsAllowed(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private Uri AddressOf(TextModelFile file)
    {
        string text = file.Url ?? file.Path;
        return (description is null ? Uri.TryCreate(text, UriKind.Absolute, out Uri? address) : Uri.TryCreate(description, text, out address)) && IsAllowed(address)
            ? address
            : throw new TextModelException($"{file.Path} has no https address to be fetched from.");
    }
}
