using System.Buffers;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Clouds;

/// <summary>AWS Bedrock (Amazon Bedrock Runtime, 2023-09-30): a host per region, and requests that are signed.</summary>
internal static class Bedrock
{
    private const int MaxRegionLength = 40;
    private const string HostPrefix = "bedrock-runtime.";

    private static readonly SearchValues<char> RegionLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a path is one of Bedrock's.</summary>
    public static bool Owns(string path) =>
        path.StartsWith("/model/", StringComparison.Ordinal) || path.StartsWith("/guardrail/", StringComparison.Ordinal)
        || path.StartsWith("/async-invoke", StringComparison.Ordinal);

    /// <summary>The root of a request's address, by the region that its client signed it for.</summary>
    /// <exception cref="RefusedRequestException">No region is known.</exception>
    public static Uri RootOf(GatewayOptions options, HttpRequest request)
    {
        if (options.BedrockUrl is { } configured)
        {
            return configured;
        }

        string region = RegionOf(options, request.Headers.Authorization.ToString());
        string domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return new Uri($"https://{HostPrefix}{region}.{domain}");
    }

    /// <summary>
    /// The region of a request. A host that is configured has one region; else a client that signed for a region means it, and
    /// the configured one is for all others.
    /// </summary>
    /// <param name="options">The configuration.</param>
    /// <param name="authorization">The client's <c>Authorization</c>.</param>
    /// <exception cref="RefusedRequestException">No region is known, or what should be one could name another host.</exception>
    public static string RegionOf(GatewayOptions options, string authorization)
    {
        string? signed = Scope(authorization)?[2];
        string? region = options.BedrockUrl is { } url ? HostRegion(url.Host) ?? options.AwsRegion ?? signed : signed ?? options.AwsRegion;
        return region is { Length: > 0 and <= MaxRegionLength } && !region.AsSpan().ContainsAnyExcept(RegionLetters) ? region
            : throw new RefusedRequestException(400, "No AWS region is known for this request; see headroom proxy --region.");
    }

    /// <summary>The access key of a client's own signature, where it belongs to a user for good; temporary ones rotate.</summary>
    public static string? StableKeyIdOf(string authorization) =>
        Scope(authorization) is [{ } key, ..] && key.StartsWith("AKIA", StringComparison.Ordinal) ? key : null;

    /// <summary>Says an error in Bedrock's way: its type stands in a header.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="status">Its status.</param>
    /// <param name="text">What to say, as the inside of a JSON string.</param>
    public static string ErrorBody(HttpResponse response, int status, string text)
    {
        response.Headers["x-amzn-ErrorType"] = status switch
        {
            403 => "AccessDeniedException",
            404 => "ResourceNotFoundException",
            < 500 => "ValidationException",
            _ => "ServiceUnavailableException",
        };
        return "{\"message\":\"" + text + "\"}";
    }

    /// <summary>The parts of <c>Credential=KEY/DATE/REGION/SERVICE/aws4_request</c>.</summary>
    private static string[]? Scope(string authorization)
    {
        const string name = "Credential=";
        int start = authorization.StartsWith(SignatureV4.Algorithm, StringComparison.Ordinal) ? authorization.IndexOf(name, StringComparison.Ordinal) : -1;
        string[] parts = start < 0 ? [] : authorization[(start + name.Length)..].Split(',')[0].Trim().Split('/');
        return parts.Length == 5 ? parts : null;
    }

    private static string? HostRegion(string host) =>
        host.StartsWith(HostPrefix, StringComparison.Ordinal) && host.Split('.') is [_, { } region, "amazonaws", ..] ? region : null;
}
