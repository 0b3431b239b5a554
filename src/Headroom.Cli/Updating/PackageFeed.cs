using System.Text.Json;

namespace Headroom.Cli.Updating;

/// <summary>A NuGet feed: which versions of a package it has (NuGet Server API v3, resource <c>PackageBaseAddress/3.0.0</c>).</summary>
/// <param name="http">The client.</param>
/// <param name="index">The feed's service index.</param>
internal sealed class PackageFeed(HttpClient http, Uri index)
{
    /// <summary>The versions, from old to new; none where the feed does not know the package.</summary>
    /// <exception cref="HttpRequestException">The feed is not reached.</exception>
    /// <exception cref="InvalidDataException">What answers is no feed.</exception>
    public async Task<IReadOnlyList<PackageVersion>> VersionsAsync(string package, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument services = JsonDocument.Parse(await http.GetByteArrayAsync(index, cancellationToken));
            string root = services.RootElement.GetProperty("resources").EnumerateArray()
                .First(resource => resource.GetProperty("@type").ValueEquals("PackageBaseAddress/3.0.0")).GetProperty("@id").GetString()!;
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"{root.TrimEnd('/')}/{package.ToLowerInvariant()}/index.json"), cancellationToken);
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return [];
            }

            answer.EnsureSuccessStatusCode();
            using JsonDocument found = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return [.. found.RootElement.GetProperty("versions").EnumerateArray().Select(version => PackageVersion.Parse(version.GetString() ?? "")).OfType<PackageVersion>().Order()];
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{index} does not answer as a NuGet feed does.", odd);
        }
    }
}
