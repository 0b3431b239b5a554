using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Sockets;

/// <summary>The opening handshake with upstream (RFC 6455, section 4.1).</summary>
internal static class SocketHandshake
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>A key for one handshake.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes a request one that asks for a WebSocket; no extension is asked for, so that messages can be read.</summary>
    public static void Ask(HttpRequestMessage request, string key, string? subProtocols)
    {
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        if (!string.IsNullOrEmpty(subProtocols))
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", subProtocols);
        }
    }

    /// <summary>Whether a header belongs to one handshake and not to the request behind it.</summary>
    public static bool Owns(string header) => header.StartsWith("sec-websocket-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes sure that upstream agreed to this very handshake.</summary>
    /// <exception cref="HttpRequestException">It did not.</exception>
    public static void Check(HttpResponseMessage answer, string key)
    {
#pragma warning disable CA5350 // The protocol's choice; nothing is kept secret by it.
        string expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
        string? accept = answer.Headers.TryGetValues("Sec-WebSocket-Accept", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
        if (accept != expected)
        {
            throw new HttpRequestException("The WebSocket handshake was not accepted.");
        }
    }

    /// <summary>The subprotocol that upstream chose, if any.</summary>
    public static string? SubProtocol(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Sec-WebSocket-Protocol", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    /// <summary>Takes the headers of upstream's handshake out of an answer; the client has a handshake of its own.</summary>
    public static void RemoveOwn(IHeaderDictionary headers)
    {
        foreach (string name in headers.Keys.Where(Owns).ToArray())
        {
            headers.Remove(name);
        }
    }
}
