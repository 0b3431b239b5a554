using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Retrieval;

/// <summary>Usage as OpenAI reports it, in answers and in events; its two APIs use two sets of names.</summary>
/// <param name="Input">All input tokens, those that the cache held included.</param>
/// <param name="InputDetails">Where <c>cached_tokens</c> stands.</param>
/// <param name="Output">All output tokens.</param>
internal sealed record OpenAIUsage(string Input, string InputDetails, string Output)
{
    /// <value>Chat Completions.</value>
    public static OpenAIUsage Chat { get; } = new("prompt_tokens", "prompt_tokens_details", "completion_tokens");

    /// <value>Responses.</value>
    public static OpenAIUsage Responses { get; } = new("input_tokens", "input_tokens_details", "output_tokens");

    /// <summary>Reads a <c>usage</c> object; nothing is known where there is none.</summary>
    public TokenUsage Read(JsonMembers? usage) => usage is null ? TokenUsage.Unknown : new TokenUsage(
        usage.NumberOf(Input), usage.ObjectOf(InputDetails)?.NumberOf("cached_tokens"), null, usage.NumberOf(Output));

    /// <summary>Puts the sum of all outputs beside the last round's input figures.</summary>
    /// <param name="splice">The answer or event.</param>
    /// <param name="offset">Where the JSON that <paramref name="usage"/> was read from begins in it.</param>
    /// <param name="usage">The usage object.</param>
    /// <param name="last">Figures of the last round.</param>
    /// <param name="total">Figures of all rounds.</param>
    public void Rewrite(BodySplice splice, int offset, JsonMembers usage, TokenUsage last, TokenUsage total)
    {
        Put(Output, total.Output);
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
