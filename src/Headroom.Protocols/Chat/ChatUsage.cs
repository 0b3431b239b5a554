using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Chat;

/// <summary>Usage as Chat Completions reports it, in answers and in chunks.</summary>
internal static class ChatUsage
{
    /// <summary>Reads a <c>usage</c> object; nothing is known where there is none.</summary>
    public static TokenUsage Read(JsonMembers? usage) => usage is null ? TokenUsage.Unknown : new TokenUsage(
        usage.NumberOf("prompt_tokens"),
        usage.ObjectOf("prompt_tokens_details")?.NumberOf("cached_tokens"),
        null,
        usage.NumberOf("completion_tokens"));

    /// <summary>Puts the last round's prompt figures beside the sum of all completions.</summary>
    /// <param name="splice">The answer or event.</param>
    /// <param name="offset">Where the JSON that <paramref name="usage"/> was read from begins in it.</param>
    /// <param name="usage">The usage object.</param>
    /// <param name="last">Figures of the last round.</param>
    /// <param name="total">Figures of all rounds.</param>
    public static void Rewrite(BodySplice splice, int offset, JsonMembers usage, TokenUsage last, TokenUsage total)
    {
        Put("completion_tokens", total.Output);
        Put("total_tokens", last.Input is null || total.Output is null ? null : last.Input + total.Output);

        void Put(string name, long? value)
        {
            if (value is { } number && usage.ValueOf(name) is { } range)
            {
                splice.Replace(new ByteRange(offset + range.Start, range.Length), JsonText.ToNumber(number));
            }
        }
    }
}
