using System.Buffers;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Gemini;

/// <summary>
/// What the model said in one round, put together from the parts of its chunks. Parts stay as they came, signatures and all;
/// only texts that are nothing but text are joined, as they are escaped, and empty ones are not sent back.
/// </summary>
internal sealed class GeminiRound
{
    private readonly List<Part> _parts = [];
    private readonly CallKeys _keys = new();

    /// <value>Whether our tool was called.</value>
    public bool HasOwnCalls { get; private set; }

    /// <summary>Adds a part.</summary>
    public void Add(ReadOnlyMemory<byte> json)
    {
        ReadOnlyMemory<byte> copy = json.ToArray();
        JsonMembers? members = JsonMembers.TryRead(copy);
        JsonMembers? call = members?.ObjectOf("functionCall");
        string? name = call?.StringOf("name");
        bool isOwn = name == RetrieveTool.NameText;
        ReadOnlyMemory<byte> arguments = call?.ValueOf("args") is { } value ? value.Of(copy) : default;
        string? key = call is null || isOwn ? null : _keys.Next(name, call.ObjectOf("args") is null ? default : arguments);
        bool isText = members?.StringToken("text") is not null && call is null
            && !members.All.Any(member => member.Name == "thought" && member.Type == JsonTokenType.True);
        HasOwnCalls |= isOwn;
        _parts.Add(new Part(copy, members, isText, isOwn ? new OwnCall(call!.StringOf("id") ?? "", copy, arguments.IsEmpty ? "{}"u8.ToArray() : arguments, null) : null, key));
    }

    /// <summary>Begins the next round.</summary>
    public void Clear()
    {
        _parts.Clear();
        _keys.Clear();
        HasOwnCalls = false;
    }

    /// <summary>The round as a content to send back.</summary>
    public AssistantRound Complete()
    {
        List<VisiblePart> visible = [];
        List<OwnCall> own = [];
        string? next = null;
        foreach (Part part in Enumerable.Reverse(_parts))
        {
            next = part.Key ?? next;
            if (part.Own is { } call)
            {
                own.Insert(0, call with { NextClientCallId = next });
            }
        }

        foreach (Part part in _parts.Where(part => part.Own is null))
        {
            visible.Add(part.IsText ? new VisiblePart(part.Members!.StringOf("text") ?? "") : VisiblePart.Other);
        }

        byte[] message = [.. "{\"parts\":"u8, .. JsonList.Array(Joined()).Span, .. ",\"role\":\"model\"}"u8];
        return new AssistantRound(message, visible, own, [.. _parts.Select(part => part.Key).OfType<string>()], own.TrueForAll(call => call.IsComplete()));
    }

    private IEnumerable<ReadOnlyMemory<byte>> Joined()
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (Part part in _parts)
        {
            if (part.IsPlain)
            {
                text.Write(part.Members!.RawString("text"));
                continue;
            }

            if (text.WrittenCount > 0)
            {
                yield return TextPart(text.WrittenSpan);
                text.ResetWrittenCount();
            }

            yield return part.Json;
        }

        if (text.WrittenCount > 0)
        {
            yield return TextPart(text.WrittenSpan);
        }
    }

    private static byte[] TextPart(ReadOnlySpan<byte> escaped) => [.. "{\"text\":\""u8, .. escaped, .. "\"}"u8];

    /// <param name="Json">The part as it came.</param>
    /// <param name="Members">Its members.</param>
    /// <param name="IsText">Whether it is text for the user.</param>
    /// <param name="Own">The call of our tool, where it is one.</param>
    /// <param name="Key">The key of a call of the client's.</param>
    private sealed record Part(ReadOnlyMemory<byte> Json, JsonMembers? Members, bool IsText, OwnCall? Own, string? Key)
    {
        public bool IsPlain => IsText && Members!.All.Count() == 1;
    }
}
