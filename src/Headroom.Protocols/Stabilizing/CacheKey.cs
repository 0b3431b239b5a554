using System.Text;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Stabilizing;

/// <summary>
/// Names an OpenAI conversation by <c>prompt_cache_key</c> where its client does not, so that its requests meet where its prefix
/// is cached.
/// </summary>
internal static class CacheKey
{
    /// <summary>Adds the key, unless there is one.</summary>
    /// <param name="splice">The body.</param>
    /// <param name="map">Its spans.</param>
    /// <param name="conversation">Names the conversation, without telling anything about it.</param>
    public static void Add(BodySplice splice, TurnMap map, string conversation)
    {
        if (map.PromptCacheKey is null)
        {
            int start = splice.Body.Span.IndexOf((byte)'{') + 1;
            splice.Insert(start, Encoding.ASCII.GetBytes($"\"prompt_cache_key\":\"headroom-{conversation}\","));
        }
    }
}
