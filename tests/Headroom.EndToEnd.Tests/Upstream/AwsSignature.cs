using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Auth;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Checks a request's signature as AWS does: by computing it from what arrived.</summary>
public static partial class AwsSignature
{
    /// <summary>The region that a request is signed for; it fails where the signature is not that of the tests' credentials.</summary>
    public static string Check(RecordedRequest request)
    {
        Match header = Form().Match(request.Headers["Authorization"]);
        Assert.True(header.Success, request.Headers["Authorization"]);
        string names = header.Groups["names"].Value, region = header.Groups["region"].Value;
        Assert.Equal(ProxyProcess.AwsKeyId, header.Groups["key"].Value);
        Assert.Contains("host", names, StringComparison.Ordinal);
        string[] target = request.Target.Split('?');
        string canonical = string.Join(
            '\n', request.Method, string.Join('/', target[0].Split('/').Select(Uri.EscapeDataString)), target.Length > 1 ? target[1] : "",
            string.Concat(names.Split(';').Select(name => $"{name}:{request.Headers[name].Trim()}\n")), names, Convert.ToHexStringLower(SHA256.HashData(request.Body)));
        var at = DateTime.ParseExact(request.Headers["x-amz-date"], "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        AWS4SigningResult expected = AWS4Signer.ComputeSignature(ProxyProcess.AwsKeyId, ProxyProcess.AwsSecret, region, at, "bedrock", names, canonical);
        Assert.Equal(expected.Signature, header.Groups["signature"].Value);
        return region;
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/\\d{8}/(?<region>[^/]+)/bedrock/aws4_request, SignedHeaders=(?<names>[^,]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Form();
}
