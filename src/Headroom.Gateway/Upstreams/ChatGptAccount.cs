using System.Buffers.Text;
using System.Text;
using Headroom.Protocols.Bodies;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// The ChatGPT account that a request is made with, by its header or by a claim of its token. It decides between configured
/// upstreams and names a session, nothing more: whether the token is good is upstream's to say.
/// </summary>
internal static class ChatGptAccount
{
    private const string Claim = "https://api.openai.com/auth";

    /// <summary>The account's id; <c>null</c> for requests with an API key.</summary>
    public static string? Of(IHeaderDictionary headers)
    {
        if (headers["chatgpt-account-id"].ToString() is { Length: > 0 } named)
        {
            return named;
        }

        string[] token = headers.Authorization.ToString().Split('.');
        return token.Length == 3 && token[0].StartsWith("Bearer eyJ", StringComparison.OrdinalIgnoreCase) ? Claimed(token[1]) : null;
    }

    private static string? Claimed(string payload)
    {
        byte[] encoded = Encoding.ASCII.GetBytes(payload);
        return Base64Url.IsValid(encoded) ? JsonMembers.TryRead(Base64Url.DecodeFromUtf8(encoded))?.ObjectOf(Claim)?.StringOf("chatgpt_account_id") : null;
    }
}
