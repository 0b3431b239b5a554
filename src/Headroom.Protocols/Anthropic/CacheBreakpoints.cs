using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Anthropic;

/// <summary>
/// Marks what Anthropic is to cache, for clients that mark nothing: the end of the tools, of the system text, and of the last two
/// messages of the user, which are four breakpoints, all that the provider allows. The one before the last is what the next
/// request still finds when the last one has moved.
/// </summary>
internal static class CacheBreakpoints
{
    private const int UserMessages = 2;

    private static ReadOnlyMemory<byte> Mark => ",\"cache_control\":{\"type\":\"ephemeral\"}"u8.ToArray();

    /// <summary>Adds the marks, unless the client has any of its own.</summary>
    public static void Add(BodySplice splice, TurnMap map)
    {
        ReadOnlyMemory<byte> body = splice.Body;
        if (body.Span.IndexOf("\"cache_control\""u8) >= 0)
        {
            return;
        }

        if (map.Tools.Range is { } tools)
        {
            MarkLast(splice, tools);
        }

        if (map.System is { } system)
        {
            MarkText(splice, system);
        }

        foreach (TurnMessage message in map.Messages.Where(message => message.Role == "user").TakeLast(UserMessages))
        {
            if (message.Content is { } content)
            {
                MarkText(splice, content);
            }
        }
    }

    /// <summary>Marks a text, which becomes a list of one for it, or the last element of a list.</summary>
    private static void MarkText(BodySplice splice, ByteRange text)
    {
        switch (splice.Body.Span[text.Start])
        {
            case (byte)'"' when text.Length > 2:
                splice.Insert(text.Start, "[{\"type\":\"text\",\"text\":"u8.ToArray());
                splice.Insert(text.End, (byte[])[.. Mark.Span, .. "}]"u8]);
                break;
            case (byte)'[':
                MarkLast(splice, text);
                break;
            default:
                break;
        }
    }

    private static void MarkLast(BodySplice splice, ByteRange list)
    {
        IReadOnlyList<ByteRange> elements = JsonList.Elements(splice.Body, list);
        if (elements.Count == 0 || JsonMembers.TryRead(splice.Body, elements[^1]) is not { IsEmpty: false } last)
        {
            return;
        }

        // Thinking cannot be marked, nor a text without any.
        bool canBeMarked = last.StringOf("type") is not ("thinking" or "redacted_thinking") && last.StringOf("text") is not "";
        if (canBeMarked)
        {
            splice.Insert(elements[^1].End - 1, Mark);
        }
    }
}
