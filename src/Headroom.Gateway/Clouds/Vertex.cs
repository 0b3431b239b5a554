using System.Buffers;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Clouds;

/// <summary>
/// Google Vertex AI: a host per location, and the model's publisher in the path says which protocol its requests are in
/// (<c>/v1/projects/P/locations/L/publishers/google|anthropic/models/M:action</c>).
/// </summary>
internal static class Vertex
{
    private const int MaxLocationLength = 40;

    private static readonly SearchValues<char> LocationLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a path is one of Vertex AI, with or without the version before it.</summary>
    public static bool Owns(string path)
    {
        int projects = path.IndexOf("/projects/", StringComparison.Ordinal);
        return (projects == 0 || (projects > 0 && path.IndexOf('/', 1) == projects)) && path.Contains("/locations/", StringComparison.Ordinal);
    }

    /// <summary>Whether a path calls a model of Anthropic.</summary>
    public static bool IsAnthropic(string path) => path.Contains("/publishers/anthropic/", StringComparison.Ordinal);

    /// <summary>The root of a request's address: its location decides, as far as it is one.</summary>
    /// <exception cref="RefusedRequestException">The location has letters that no location has, so that it could name another host.</exception>
    public static Uri RootOf(GatewayOptions options, HttpRequest request)
    {
        if (options.VertexUrl is { } configured)
        {
            return configured;
        }

        string location = LocationOf(request.Path.Value!);
        if (location.Length is 0 or > MaxLocationLength || location.AsSpan().ContainsAnyExcept(LocationLetters))
        {
            throw new RefusedRequestException(400, "The path names no Vertex AI location.");
        }

        return new Uri(location switch
        {
            "global" => "https://aiplatform.googleapis.com",
            "us" or "eu" => $"https://aiplatform.{location}.rep.googleapis.com",
            _ => $"https://{location}-aiplatform.googleapis.com",
        });
    }

    /// <summary>A target with the version that the API wants, where the client's base address left it out.</summary>
    public static string Versioned(string target) => target.StartsWith("/projects/", StringComparison.Ordinal) ? "/v1" + target : target;

    private static string LocationOf(string path)
    {
        string rest = path[(path.IndexOf("/locations/", StringComparison.Ordinal) + "/locations/".Length)..];
        int end = rest.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }
}
