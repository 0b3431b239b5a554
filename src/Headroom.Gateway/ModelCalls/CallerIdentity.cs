using System.Security.Cryptography;
using System.Text;
using Headroom.Context.Identity;
using Headroom.Gateway.Access;
using Headroom.Gateway.Clouds;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.ModelCalls;

/// <summary>
/// Reads who speaks, and in which conversation, from headers. Credentials are hashed at once; tokens that rotate (OAuth) are
/// not an identity, the account they are for is.
/// </summary>
internal static class CallerIdentity
{
    /// <value>Where clients put the credentials that they mean for a provider.</value>
    public static readonly string[] CredentialHeaders = ["authorization", "x-api-key", "x-goog-api-key", "api-key"];

    private static readonly string[] ConversationHeaders =
        ["x-headroom-session-id", "x-claude-code-session-id", "session-id", "session_id", "conversation_id", "conversation-id"];

    /// <summary>The caller of a request.</summary>
    public static Caller Of(HttpRequest request)
    {
        string? hint = ConversationHeaders.Select(name => (string?)request.Headers[name]).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        string principal = CallerAccess.Of(request.HttpContext).Key is { } access ? "headroom-key:" + access.Id : Principal(request);
        return new Caller(principal, hint);
    }

    /// <summary>Whether a request is paid for by a subscription, whose provider expects its own agent's requests as they are.</summary>
    public static bool IsSubscription(HttpRequest request) => ChatGptAccount.Of(request.Headers) is not null || Rotates(Bearer(request.Headers));

    /// <summary>Whether a request carries a credential for a provider.</summary>
    public static bool HasCredential(HttpRequest request) =>
        Array.Exists(CredentialHeaders, request.Headers.ContainsKey) || request.Query.ContainsKey("key");

    private static string Principal(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        string account = ChatGptAccount.Of(headers) ?? "";
        string bearer = Bearer(headers);
        string key = headers["x-api-key"] is { Count: > 0 } apiKey ? apiKey.ToString()
            : headers["x-goog-api-key"] is { Count: > 0 } googleKey ? googleKey.ToString()
            : headers["api-key"] is { Count: > 0 } azureKey ? azureKey.ToString()
            : Bedrock.StableKeyIdOf(headers.Authorization.ToString()) is { } keyId ? keyId
            : Rotates(bearer) ? ""
            : bearer.Length > 0 ? bearer
            : request.Path.Value is { } path && path.Contains(':', StringComparison.Ordinal) ? request.Query["key"].ToString() : "";
        return account.Length > 0 ? "account:" + account
            : key.Length > 0 ? "key:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))
            : "anonymous";
    }

    private static string Bearer(IHeaderDictionary headers) =>
        headers.Authorization.ToString() is { Length: > 7 } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..] : "";

    /// <summary>Whether a token is one of those that an account gets anew from time to time: of Anthropic, of Google, a JWT.</summary>
    private static bool Rotates(string token) =>
        token.StartsWith("sk-ant-oat", StringComparison.Ordinal) || token.StartsWith("ya29.", StringComparison.Ordinal)
        || (token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count(c => c == '.') == 2);
}
