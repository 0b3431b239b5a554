using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Agents.Proxies;

/// <summary>Tells a proxy of this machine where the code of a project is, so that it ranks which bodies of code stay.</summary>
public sealed class CodeGraphRequest(HttpClient http)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Tells it; the proxy then reads the directory by itself.</summary>
    /// <param name="proxy">The proxy's root.</param>
    /// <param name="key">The Headroom key; <c>null</c> for none.</param>
    /// <param name="project">The name that the project's requests carry.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns><c>null</c> where the proxy took it, else why not.</returns>
    public async Task<string?> SendAsync(Uri proxy, string? key, string project, string directory, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(Limit);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"{proxy.AbsoluteUri.TrimEnd('/')}/v1/code-graph/{Uri.EscapeDataString(project)}"))
        {
            Content = JsonContent.Create(new ProjectDirectory(directory), ProjectDirectoryJson.Default.ProjectDirectory),
        };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Headroom-Key", key);
        }

        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, ended.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : await ReasonAsync(answer, ended.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException?.Message ?? failure.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Limit.TotalSeconds:0} s";
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument error = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return error.RootElement.GetProperty("error").GetProperty("message").GetString() ?? $"status {(int)answer.StatusCode}";
        }
        catch (Exception unexpected) when (unexpected is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"status {(int)answer.StatusCode}";
        }
    }
}

/// <summary>The body of the request.</summary>
internal sealed record ProjectDirectory([property: JsonPropertyName("directory")] string Directory);

/// <summary>Its source-generated serializer.</summary>
[JsonSerializable(typeof(ProjectDirectory))]
internal sealed partial class ProjectDirectoryJson : JsonSerializerContext;
