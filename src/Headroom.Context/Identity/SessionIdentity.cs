using System.Text;
using Headroom.Context.Keys;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Identity;

/// <summary>What a request's headers say about who speaks and in which conversation.</summary>
/// <param name="Principal">
/// Who speaks: the id of a Headroom key, a stable account id, or a hash of an API key. Rotating tokens never enter it.
/// </param>
/// <param name="ConversationHint">A conversation id from a header, where there is one.</param>
public sealed record Caller(string Principal, string? ConversationHint);

/// <summary>
/// Finds a request's session: principal and conversation hint, in the order of trust. A hint is refined into lineages later,
/// so one that several conversations share does no harm.
/// </summary>
public static class SessionIdentity
{
    /// <summary>The session of a request.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="caller">What the headers say.</param>
    /// <param name="map">The located request.</param>
    /// <param name="ofPrevious">The session of the answer that it goes on from, where that is known.</param>
    public static SessionKey Of(TenantId tenant, Caller caller, TurnMap map, string? ofPrevious = null)
    {
        bool isNamed = caller.ConversationHint is { Length: > 0 } || ProviderSession(map.UserId) is not null || map.SessionId is { Length: > 0 };
        if (ofPrevious is not null && !isNamed)
        {
            return new SessionKey(tenant, ofPrevious);
        }

        string hint = caller.ConversationHint is { Length: > 0 } header ? "header:" + header
            : ProviderSession(map.UserId) is { } session ? "user:" + session
            : map.SessionId is { Length: > 0 } given ? "session:" + given
            : map.PromptCacheKey is { Length: > 0 } cacheKey ? "cache:" + cacheKey
            : "first:" + ModelFamily(map.Model) + ":" + FirstUserMessage(map);
        string principal = Account(map.UserId) ?? caller.Principal;
        return SessionKey.Of(tenant, $"{principal}\n{hint}");
    }

    /// <summary>
    /// The session part of Claude Code's <c>metadata.user_id</c>: <c>user_…_account_…_session_…</c>, or a JSON object with
    /// <c>session_id</c>. Other values are stable user ids, and no hint.
    /// </summary>
    internal static string? ProviderSession(string? userId) => Part(userId, "_session_", "session_id");

    private static string? Account(string? userId) =>
        Part(userId, "_account_", "account_uuid") is { Length: > 0 } account ? "account:" + account.Split("_session_")[0] : null;

    private static string? Part(string? userId, string separator, string property)
    {
        if (userId is null)
        {
            return null;
        }

        int start = userId.LastIndexOf(separator, StringComparison.Ordinal);
        if (start >= 0)
        {
            return userId[(start + separator.Length)..];
        }

        if (!userId.StartsWith('{'))
        {
            return null;
        }

        byte[] json = Encoding.UTF8.GetBytes(userId);
        return Protocols.Bodies.JsonMembers.TryRead(json)?.StringOf(property);
    }

    private static string ModelFamily(string? model) => model?.Split('-', '/', '.')[0] ?? "";

    private static string FirstUserMessage(TurnMap map) =>
        map.Messages.FirstOrDefault(message => message.Role == "user") is { } first ? Convert.ToHexStringLower(first.Hash.Span) : "";
}
