using System.Buffers;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Bedrock;

/// <summary>
/// One content block of a streamed answer, put together again. Strings are joined as they are escaped, so that nothing is decoded
/// and encoded anew, and a character may be split between deltas.
/// </summary>
internal sealed class ConverseBlock
{
    private readonly ReadOnlyMemory<byte> _call;
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _strings = [];

    /// <summary>Begins a block.</summary>
    /// <param name="start">What its start says; <c>null</c> where it has none, as texts have.</param>
    /// <param name="payload">The event that the start stands in.</param>
    public ConverseBlock(JsonMembers? start, ReadOnlyMemory<byte> payload)
    {
        JsonMembers? call = start?.ObjectOf("toolUse");
        _call = call is null ? default : call.Range.Of(payload).ToArray();
        IsOwnCall = call?.StringOf("name") == RetrieveTool.NameText;
        IsClientCall = call is not null && !IsOwnCall;
        IsKnown = start is null || start.IsEmpty || call is not null;
    }

    /// <value>Whether it is a call of our tool.</value>
    public bool IsOwnCall { get; }

    /// <value>Whether it is a call that the client answers.</value>
    public bool IsClientCall { get; }

    /// <value>Whether all of it is of kinds that can be put together.</value>
    public bool IsKnown { get; private set; }

    /// <summary>Adds a delta.</summary>
    public void Add(JsonMembers delta)
    {
        JsonMembers? call = delta.ObjectOf("toolUse"), reasoning = delta.ObjectOf("reasoningContent");
        if (delta.StringToken("text") is not null)
        {
            Join("text", delta, "text");
        }
        else if (call is not null)
        {
            Join("input", call, "input");
        }
        else if (reasoning is not null)
        {
            Join("thought", reasoning, "text");
            Join("signature", reasoning, "signature");
            Join("redacted", reasoning, "redactedContent");
        }
        else
        {
            IsKnown = false;
        }
    }

    /// <summary>The block as it stands in a message; <c>null</c> where nothing was said.</summary>
    public ConverseContent? ToContent() => ToJson() is { } json ? ConverseContent.Read(json) : null;

    private byte[]? ToJson()
    {
        if (!_call.IsEmpty)
        {
            ReadOnlyMemory<byte> input = _strings.TryGetValue("input", out ArrayBufferWriter<byte>? written) ? JsonText.UnescapeInside(written.WrittenSpan) : default;
            return [.. "{\"toolUse\":"u8, .. _call.Span[..^1], .. ",\"input\":"u8, .. input.IsEmpty ? "{}"u8 : input.Span, .. "}}"u8];
        }

        if (_strings.ContainsKey("redacted"))
        {
            return [.. "{\"reasoningContent\":{\"redactedContent\":"u8, .. Token("redacted"), .. "}}"u8];
        }

        if (_strings.ContainsKey("thought"))
        {
            byte[] signature = _strings.ContainsKey("signature") ? [.. ",\"signature\":"u8, .. Token("signature")] : [];
            return [.. "{\"reasoningContent\":{\"reasoningText\":{\"text\":"u8, .. Token("thought"), .. signature, .. "}}}"u8];
        }

        return _strings.ContainsKey("text") ? [.. "{\"text\":"u8, .. Token("text"), (byte)'}'] : null;
    }

    private byte[] Token(string name) => [(byte)'"', .. _strings[name].WrittenSpan, (byte)'"'];

    private void Join(string name, JsonMembers from, string member)
    {
        if (from.StringToken(member) is null)
        {
            return;
        }

        if (!_strings.TryGetValue(name, out ArrayBufferWriter<byte>? writer))
        {
            _strings[name] = writer = new ArrayBufferWriter<byte>();
        }

        writer.Write(from.RawString(member));
    }
}
