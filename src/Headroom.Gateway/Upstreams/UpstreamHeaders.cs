using System.Collections.Frozen;
using System.Net.Http.Headers;
using Headroom.Gateway.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headroom.Gateway.Upstreams;

/// <summary>Which headers cross the gateway: all but those of one hop (RFC 9110, section 7.6.1) and our own.</summary>
internal static class UpstreamHeaders
{
    private const string Own = "x-headroom-";

    private static readonly FrozenSet<string> OneHop = FrozenSet.ToFrozenSet(
        [
            "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
            "transfer-encoding", "upgrade", "expect", "host", "content-length",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies a request's headers, in their order and with their values as they came.</summary>
    /// <param name="from">The client's request.</param>
    /// <param name="to">The request to send.</param>
    /// <param name="isDecoded">Whether the body was decoded, so that its encoding no longer holds.</param>
    /// <param name="mustRead">Whether we read the answer, so that it must come in no encoding.</param>
    public static void CopyRequest(HttpRequest from, HttpRequestMessage to, bool isDecoded, bool mustRead)
    {
        HashSet<string>? named = ConnectionNamed(from.Headers.Connection);
        foreach ((string name, StringValues values) in from.Headers)
        {
            bool isEncoding = isDecoded && name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase);
            bool isAccept = mustRead && name.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase);
            if (OneHop.Contains(name) || named?.Contains(name) == true || isEncoding || isAccept || SocketHandshake.Owns(name)
                || name.StartsWith(Own, StringComparison.OrdinalIgnoreCase) || name.StartsWith(':'))
            {
                continue;
            }

            if (!TryAdd(to.Headers, name, values) && to.Content is not null)
            {
                TryAdd(to.Content.Headers, name, values);
            }
        }

        if (mustRead)
        {
            to.Headers.TryAddWithoutValidation("accept-encoding", "identity");
        }
    }

    /// <summary>Copies an answer's headers.</summary>
    /// <param name="from">The upstream's answer.</param>
    /// <param name="to">The answer to the client.</param>
    /// <param name="isRewritten">Whether its body may differ from upstream's, so that length and encoding no longer hold.</param>
    public static void CopyResponse(HttpResponseMessage from, HttpResponse to, bool isRewritten)
    {
        HashSet<string>? named = from.Headers.NonValidated.TryGetValues("connection", out HeaderStringValues connection) ? ConnectionNamed(connection.ToString()) : null;
        Copy(from.Headers.NonValidated, named, to, isRewritten);
        Copy(from.Content.Headers.NonValidated, named, to, isRewritten);
    }

    private static void Copy(HttpHeadersNonValidated from, HashSet<string>? named, HttpResponse to, bool isRewritten)
    {
        foreach ((string name, HeaderStringValues values) in from)
        {
            bool isLength = name.Equals("content-length", StringComparison.OrdinalIgnoreCase);
            bool isEncoding = name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase);
            bool isOneHop = OneHop.Contains(name) && !isLength;
            if (isOneHop || named?.Contains(name) == true || (isRewritten && (isLength || isEncoding)))
            {
                continue;
            }

            to.Headers[name] = values.Count == 1 ? values.ToString() : values.ToArray();
        }
    }

    private static bool TryAdd(HttpHeaders headers, string name, StringValues values) =>
        values.Count == 1 ? headers.TryAddWithoutValidation(name, values[0]) : headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

    private static HashSet<string>? ConnectionNamed(StringValues connection) => connection.Count == 0 ? null : new(
        connection.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
}
