using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Headroom.Gateway.Clouds;

/// <summary>AWS Signature Version 4, with the signature in the <c>Authorization</c> header.</summary>
/// <param name="region">The region that requests are for.</param>
/// <param name="service">The service that they are for.</param>
internal sealed class SignatureV4(string region, string service)
{
    /// <summary>The name of the algorithm, with which such a header begins.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const string Terminator = "aws4_request";

    /// <summary>A moment as the signature has it.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of <c>Authorization</c>.</summary>
    /// <param name="keys">Whose signature it is.</param>
    /// <param name="at">When the request is signed; it must carry the same moment as <c>x-amz-date</c>.</param>
    /// <param name="method">Its method.</param>
    /// <param name="address">Its address, path and query as they go over the wire.</param>
    /// <param name="headers">The headers that are signed, <c>host</c> and <c>x-amz-date</c> among them.</param>
    /// <param name="bodyHash">SHA-256 of the body.</param>
    public string Authorization(
        AwsKeys keys, DateTimeOffset at, string method, Uri address, IEnumerable<(string Name, string Value)> headers, ReadOnlySpan<byte> bodyHash)
    {
        (string Name, string Value)[] signed = [.. headers.Select(header => (header.Name.ToLowerInvariant(), Trimmed(header.Value))).OrderBy(header => header.Item1, StringComparer.Ordinal)];
        string names = string.Join(';', signed.Select(header => header.Name));
        string canonical = string.Join(
            '\n', method, Encoded(address.AbsolutePath, keepsSlash: true), Query(address.Query),
            string.Concat(signed.Select(header => $"{header.Name}:{header.Value}\n")), names, Convert.ToHexStringLower(bodyHash));

        string stamp = Stamp(at), date = stamp[..8], scope = $"{date}/{region}/{service}/{Terminator}";
        string toSign = $"{Algorithm}\n{stamp}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + keys.Secret);
        foreach (string part in (ReadOnlySpan<string>)[date, region, service, Terminator])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={keys.Id}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    /// <summary>A header's value without blanks around it, and with one for several inside.</summary>
    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The query's parameters in order, each encoded once, however it came.</summary>
    private static string Query(string query)
    {
        IEnumerable<string> pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Reencoded(pair[0]), Value: pair.Length > 1 ? Reencoded(pair[1]) : ""))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        return string.Join('&', pairs);
    }

    private static string Reencoded(string part) => Encoded(Uri.UnescapeDataString(part), keepsSlash: false);

    /// <summary>Percent-encoded UTF-8, all but the unreserved characters of RFC 3986. A path that is encoded already is so once more.</summary>
    private static string Encoded(string text, bool keepsSlash)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            char letter = (char)value;
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~' || (keepsSlash && letter == '/'))
            {
                encoded.Append(letter);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return encoded.ToString();
    }
}
