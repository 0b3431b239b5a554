using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Responses;

/// <summary>The <c>response</c> object of an answer or of an event, and what the client is to see of it.</summary>
/// <param name="Json">The JSON that holds it.</param>
/// <param name="Members">Its members.</param>
internal sealed record ResponseObject(ReadOnlyMemory<byte> Json, JsonMembers Members)
{
    public string? Id => Members.StringOf("id");

    /// <value>Whether nothing more comes of it.</value>
    public bool IsOver => Members.StringOf("status") is "completed" or "incomplete" or "failed" or "cancelled";

    public TokenUsage Usage => OpenAIUsage.Responses.Read(Members.ObjectOf("usage"));

    /// <value>The value of <c>previous_response_id</c>; empty where there is none.</value>
    public ReadOnlyMemory<byte> PreviousId => Members.ValueOf("previous_response_id") is { } value ? value.Of(Json).ToArray() : default;

    /// <value>Its items.</value>
    public IReadOnlyList<ByteRange> Output => Members.ElementsOf("output");

    /// <summary>Whether an item is a call of our tool.</summary>
    public static bool IsOwn(JsonMembers? item) =>
        item is not null && item.StringOf("type") == "function_call" && item.StringOf("name") == RetrieveTool.NameText;

    /// <summary>Takes our tool out of the list of tools that the provider repeats.</summary>
    /// <param name="splice">What holds the JSON.</param>
    /// <param name="offset">Where the JSON begins in it.</param>
    public void HideTool(BodySplice splice, int offset)
    {
        if (Json.Span.IndexOf(RetrieveTool.Name) < 0 || Members.ValueOf("tools") is not { } list)
        {
            return;
        }

        IReadOnlyList<ByteRange> tools = Members.ElementsOf("tools");
        List<ByteRange> kept = [.. tools.Where(tool => JsonMembers.TryRead(Json, tool)?.StringOf("name") != RetrieveTool.NameText)];
        if (kept.Count < tools.Count)
        {
            splice.Replace(new ByteRange(offset + list.Start, list.Length), JsonList.Array(kept.Select(tool => tool.Of(Json))));
        }
    }

    /// <summary>Makes the last of several answers read as the only one.</summary>
    /// <param name="splice">What holds the JSON.</param>
    /// <param name="offset">Where the JSON begins in it.</param>
    /// <param name="shownBefore">What the client saw of the answers before.</param>
    /// <param name="total">Usage of all of them; <c>null</c> where there was no other.</param>
    /// <param name="firstPreviousId">What the first of them went on from.</param>
    public void ShowAsOne(BodySplice splice, int offset, IReadOnlyList<ReadOnlyMemory<byte>> shownBefore, TokenUsage? total, ReadOnlyMemory<byte> firstPreviousId)
    {
        HideTool(splice, offset);
        IReadOnlyList<ByteRange> output = Output;
        List<ReadOnlyMemory<byte>> shown = [.. output.Where(item => !IsOwn(JsonMembers.TryRead(Json, item))).Select(item => item.Of(Json))];
        if (output.Count > 0 && (shownBefore.Count > 0 || shown.Count < output.Count))
        {
            // A list that is empty is one that the provider does not repeat: its items came as events.
            Put("output", JsonList.Array([.. shownBefore, .. shown]));
        }

        if (total is not null)
        {
            if (Members.ObjectOf("usage") is { } usage)
            {
                OpenAIUsage.Responses.Rewrite(splice, offset, usage, Usage, total);
            }

            Put("previous_response_id", firstPreviousId.IsEmpty ? "null"u8.ToArray() : firstPreviousId);
        }

        void Put(string name, ReadOnlyMemory<byte> value)
        {
            if (Members.ValueOf(name) is { } range && !range.Of(Json.Span).SequenceEqual(value.Span))
            {
                splice.Replace(new ByteRange(offset + range.Start, range.Length), value);
            }
        }
    }
}
