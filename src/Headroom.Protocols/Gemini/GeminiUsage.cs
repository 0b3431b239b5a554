using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Gemini;

/// <summary>The <c>usageMetadata</c> of an answer or of one chunk of it, where the figures grow from chunk to chunk.</summary>
/// <param name="Prompt">Input tokens, those from a cache included.</param>
/// <param name="Cached">Input tokens from a cache.</param>
/// <param name="Candidates">Output tokens without what the model thought.</param>
/// <param name="Thoughts">What the model thought.</param>
internal sealed record GeminiUsage(long? Prompt, long? Cached, long? Candidates, long? Thoughts)
{
    /// <value>Nothing reported.</value>
    public static GeminiUsage None { get; } = new(null, null, null, null);

    /// <value>The figures in the terms of all protocols.</value>
    public TokenUsage Tokens => new(Prompt, Cached, null, Candidates is null && Thoughts is null ? null : (Candidates ?? 0) + (Thoughts ?? 0));

    /// <summary>Reads the object; nothing is known where there is none.</summary>
    public static GeminiUsage Read(JsonMembers? usage) => usage is null ? None : new(
        usage.NumberOf("promptTokenCount"), usage.NumberOf("cachedContentTokenCount"), usage.NumberOf("candidatesTokenCount"), usage.NumberOf("thoughtsTokenCount"));

    /// <summary>These figures, with those of a later chunk in place of what it reports.</summary>
    public GeminiUsage UpdatedBy(GeminiUsage later) =>
        new(later.Prompt ?? Prompt, later.Cached ?? Cached, later.Candidates ?? Candidates, later.Thoughts ?? Thoughts);

    /// <summary>The output of these and of other figures; input is that of the others.</summary>
    public GeminiUsage FollowedBy(GeminiUsage last) => last with { Candidates = Sum(Candidates, last.Candidates), Thoughts = Sum(Thoughts, last.Thoughts) };

    /// <summary>Adds the output of earlier rounds to an object's figures.</summary>
    /// <param name="splice">What holds the JSON.</param>
    /// <param name="offset">Where the JSON begins in it.</param>
    /// <param name="usage">The object.</param>
    /// <param name="earlier">The figures of the rounds before.</param>
    public static void Rewrite(BodySplice splice, int offset, JsonMembers usage, GeminiUsage earlier)
    {
        GeminiUsage total = earlier.FollowedBy(Read(usage));
        Put("candidatesTokenCount", total.Candidates);
        Put("thoughtsTokenCount", total.Thoughts);
        Put("totalTokenCount", usage.NumberOf("totalTokenCount") + (earlier.Tokens.Output ?? 0));

        void Put(string name, long? value)
        {
            if (value is not { } number)
            {
                return;
            }

            if (usage.ValueOf(name) is { } range)
            {
                splice.Replace(new ByteRange(offset + range.Start, range.Length), JsonText.ToNumber(number));
            }
            else
            {
                ReadOnlySpan<byte> comma = usage.IsEmpty ? ""u8 : ","u8;
                splice.Insert(offset + usage.Range.Start + 1, (byte[])[(byte)'"', .. System.Text.Encoding.ASCII.GetBytes(name), .. "\":"u8, .. JsonText.ToNumber(number).Span, .. comma]);
            }
        }
    }

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
