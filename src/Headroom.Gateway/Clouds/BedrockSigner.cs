using System.Security.Cryptography;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Upstreams;

namespace Headroom.Gateway.Clouds;

/// <summary>
/// Signs requests to Bedrock anew: the client's signature is for another host, and often for another body. An API key
/// (<c>Authorization: Bearer</c>) needs none and crosses as it is.
/// </summary>
internal sealed class BedrockSigner(GatewayOptions options, TimeProvider time)
{
    private const string Service = "bedrock";
    private const string Date = "x-amz-date";
    private const string Token = "x-amz-security-token";

    /// <summary>What a client's own signature put into a request.</summary>
    private static readonly string[] OfClient = ["authorization", Date, Token, "x-amz-content-sha256"];

    /// <summary>Signs a request, unless it carries an API key. A body that is still to come is read for it.</summary>
    /// <exception cref="RefusedRequestException">There are no credentials, or the body is too large to be signed.</exception>
    public async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string authorization = request.Headers.NonValidated.TryGetValues("authorization", out var values) ? values.ToString() : "";
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        string region = Bedrock.RegionOf(options, authorization);
        AwsKeys keys = await AwsCredentialChain.GetAsync(cancellationToken).ConfigureAwait(false);
        byte[] bodyHash = await HashAsync(request.Content, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        foreach (string name in OfClient)
        {
            request.Headers.Remove(name);
        }

        request.Headers.TryAddWithoutValidation(Date, SignatureV4.Stamp(now));
        if (keys.SessionToken is { } token)
        {
            request.Headers.TryAddWithoutValidation(Token, token);
        }

        string signature = new SignatureV4(region, Service).Authorization(keys, now, request.Method.Method, request.RequestUri!, Signed(request), bodyHash);
        request.Headers.TryAddWithoutValidation("authorization", signature);
    }

    /// <summary>The headers that are signed: the host, the content's type and AWS's own, but for what proxies may change.</summary>
    private static IEnumerable<(string Name, string Value)> Signed(HttpRequestMessage request)
    {
        yield return ("host", request.RequestUri!.Authority);
        if (request.Content?.Headers.NonValidated.TryGetValues("content-type", out var type) == true)
        {
            yield return ("content-type", type.ToString());
        }

        foreach ((string name, var values) in request.Headers.NonValidated)
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) && !name.Equals("x-amzn-trace-id", StringComparison.OrdinalIgnoreCase))
            {
                yield return (name, string.Join(',', values));
            }
        }
    }

    private async Task<byte[]> HashAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return SHA256.HashData([]);
        }

        if (content is PiecesContent pieces)
        {
            return pieces.Hash();
        }

        try
        {
            await content.LoadIntoBufferAsync(options.MaxParsedBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException tooLarge) when (tooLarge.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RefusedRequestException(413, $"The body is larger than {options.MaxParsedBytes} bytes, and AWS takes no signature without reading all of it.", tooLarge);
        }

        await using Stream buffered = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await SHA256.HashDataAsync(buffered, cancellationToken).ConfigureAwait(false);
    }
}
