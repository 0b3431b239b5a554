using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Bedrock;

/// <summary>Usage as Converse reports it, in answers and in the last event of streams.</summary>
internal static class ConverseUsage
{
    /// <summary>Reads a <c>usage</c> object; nothing is known where there is none.</summary>
    public static TokenUsage Read(JsonMembers? usage) => usage is null ? TokenUsage.Unknown : new TokenUsage(
        usage.NumberOf("inputTokens"), usage.NumberOf("cacheReadInputTokens"), usage.NumberOf("cacheWriteInputTokens"), usage.NumberOf("outputTokens"));

    /// <summary>Puts the sum of all outputs beside the last round's input figures.</summary>
    /// <param name="splice">The JSON that <paramref name="usage"/> was read from.</param>
    /// <param name="usage">The usage object of the last round.</param>
    /// <param name="earlierOutput">The output of the rounds before.</param>
    public static void Rewrite(BodySplice splice, JsonMembers usage, long earlierOutput)
    {
        foreach (string name in (ReadOnlySpan<string>)["outputTokens", "totalTokens"])
        {
            if (usage.ValueOf(name) is { } range && usage.NumberOf(name) is { } value)
            {
                splice.Replace(range, JsonText.ToNumber(value + earlierOutput));
            }
        }
    }
}
