using System.Text;
using Headroom.Context.Sessions;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>Puts retrieval rounds back where upstream saw them.</summary>
internal sealed class InsertionSplicer(TurnMap map, BodySplice splice)
{
    private readonly bool _resultsAreParts = WireFormat.Of(map.Protocol).History == HistoryForm.Parts;

    /// <summary>The anchors of the answer that begins with a message.</summary>
    /// <param name="map">The request.</param>
    /// <param name="index">The message.</param>
    /// <param name="before">The place behind the message before it.</param>
    /// <param name="body">The body.</param>
    public static IEnumerable<string> Anchors(TurnMap map, int index, LineageNode before, ReadOnlyMemory<byte> body)
    {
        if (AnswerRun.At(map, index)?.Whole is not { } message)
        {
            return [];
        }

        string[] calls = [.. message.Parts.Where(part => part is { Kind: MessagePartKind.ToolCall, Id: not null }).Select(part => InsertionAnchor.OfCall(before, part.Id!))];
        return calls.Length > 0 ? calls : [InsertionAnchor.OfText(before, string.Concat(Texts(message, body).Select(text => text.Text)))];
    }

    /// <summary>Rebuilds one message; nothing is edited where the client altered it.</summary>
    /// <returns>Whether the rounds were put back.</returns>
    public bool TryApply(int messageIndex, Insertion insertion)
    {
        if (AnswerRun.At(map, messageIndex) is not { } answer || Seam(answer.Whole, insertion.Visible) is not { } seam || !CanPlaceCalls(answer, insertion))
        {
            return false;
        }

        if (!insertion.Preceding.IsEmpty)
        {
            PutPreceding(answer, insertion.Preceding, seam);
        }

        foreach (InsertedCall call in insertion.Calls)
        {
            PutCall(answer.Whole, call);
        }

        PutResults(answer, insertion.Calls);
        return true;
    }

    private static IEnumerable<(int Index, string Text)> Texts(TurnMessage message, ReadOnlyMemory<byte> body)
    {
        if (message.Parts.Count == 0 && message.Content is { } content && body.Span[content.Start] == (byte)'"')
        {
            yield return (-1, JsonText.ToText(content.Of(body)) ?? "");
        }

        for (int i = 0; i < message.Parts.Count; i++)
        {
            if (message.Parts[i] is { Kind: MessagePartKind.Text, Text: { } token })
            {
                yield return (i, JsonText.ToText(token.Of(body)) ?? "");
            }
        }
    }

    /// <summary>Where the client's message stops repeating the earlier rounds; <c>null</c> where it does not begin with them.</summary>
    private PartSeam? Seam(TurnMessage message, IReadOnlyList<VisiblePart> visible)
    {
        List<(int Index, string Text)> texts = [.. Texts(message, splice.Body)];
        int text = 0, offset = 0, lastPart = -1;
        foreach (VisiblePart part in visible)
        {
            if (part.Text is null)
            {
                // Thinking and the like: clients may drop it, and the round itself holds it in full.
                bool isThere = lastPart + 1 < message.Parts.Count && message.Parts[lastPart + 1].Kind == MessagePartKind.Other;
                lastPart += isThere && offset == 0 ? 1 : 0;
                continue;
            }

            if (part.Text.Length == 0 && text == texts.Count)
            {
                // Clients drop empty texts.
                continue;
            }

            if (text == texts.Count || !texts[text].Text.AsSpan(offset).StartsWith(part.Text))
            {
                return null;
            }

            offset += part.Text.Length;
            lastPart = Math.Max(lastPart, texts[text].Index - (offset < texts[text].Text.Length ? 1 : 0));
            if (offset == texts[text].Text.Length)
            {
                lastPart = Math.Max(lastPart, texts[text].Index);
                text++;
                offset = 0;
            }
        }

        return offset > 0
            ? new PartSeam(texts[text].Index, texts[text].Text[offset..], HasSaid: true)
            : new PartSeam(lastPart + 1, null, HasSaid: text > 0);
    }

    private void PutPreceding(AnswerRun answer, ReadOnlyMemory<byte> preceding, PartSeam seam)
    {
        if (answer.Messages.Count == 1)
        {
            PutPreceding(answer.Whole, preceding, seam);
            return;
        }

        if (seam.RestOfText is null && seam.Part >= answer.Whole.Parts.Count)
        {
            splice.Replace(answer.Whole.Range, preceding);
            return;
        }

        splice.Insert(answer.Whole.Range.Start, (byte[])[.. preceding.Span, (byte)',']);
        int part = seam.Part, message = 0;
        for (; part >= answer.Messages[message].Parts.Count && message + 1 < answer.Messages.Count; message++)
        {
            int start = answer.Messages[message].Range.Start;
            splice.Replace(new ByteRange(start, answer.Messages[message + 1].Range.Start - start), default);
            part -= answer.Messages[message].Parts.Count;
        }

        CutSaid(answer.Messages[message], answer.Messages[message].Parts, part, seam.RestOfText);
    }

    private void PutPreceding(TurnMessage message, ReadOnlyMemory<byte> preceding, PartSeam seam)
    {
        List<MessagePart> parts = [.. message.Parts.Where(part => message.Content is { } list && part.Range.Start >= list.Start && part.Range.End <= list.End)];
        bool isString = message.Content is { } content && splice.Body.Span[content.Start] == (byte)'"';
        bool isAllSaid = seam.RestOfText is null && (isString ? seam.HasSaid : seam.Part >= parts.Count);
        if (isAllSaid && message.ToolCalls is null)
        {
            // The last round said nothing more: upstream never saw a message of it.
            splice.Replace(message.Range, preceding);
            return;
        }

        splice.Insert(message.Range.Start, (byte[])[.. preceding.Span, (byte)',']);
        if (isString)
        {
            if (seam.RestOfText is not null || isAllSaid)
            {
                splice.Replace(message.Content!.Value, isAllSaid ? "null"u8.ToArray() : JsonText.ToStringToken(Encoding.UTF8.GetBytes(seam.RestOfText!)));
            }

            return;
        }

        CutSaid(message, parts, seam.Part, seam.RestOfText);
    }

    /// <summary>Takes out of a message what the earlier rounds say.</summary>
    private void CutSaid(TurnMessage message, IReadOnlyList<MessagePart> parts, int part, string? restOfText)
    {
        int cut = Math.Min(part, parts.Count);
        if (cut > 0)
        {
            int end = cut < parts.Count ? parts[cut].Range.Start : message.Content!.Value.End - 1;
            splice.Replace(new ByteRange(parts[0].Range.Start, end - parts[0].Range.Start), default);
        }

        if (restOfText is not null)
        {
            splice.Replace(message.Parts[part].Text!.Value, JsonText.ToStringToken(Encoding.UTF8.GetBytes(restOfText)));
        }
    }

    private bool CanPlaceCalls(AnswerRun answer, Insertion insertion)
    {
        HashSet<string?> calls = [.. answer.Whole.Parts.Where(part => part.Kind == MessagePartKind.ToolCall).Select(part => part.Id)];
        bool hasPlaces = calls.Count > 0 && insertion.Calls.All(call => call.NextClientCallId is null || calls.Contains(call.NextClientCallId));
        return insertion.Calls.Count == 0 || (hasPlaces && (!_resultsAreParts || FirstResult(answer) is not null));
    }

    private void PutCall(TurnMessage message, InsertedCall call)
    {
        MessagePart? next = message.Parts.Where(part => part.Id is not null && part.Id == call.NextClientCallId).Cast<MessagePart?>().FirstOrDefault();
        if (next is { } before)
        {
            splice.Insert(before.Range.Start, (byte[])[.. call.Block.Span, (byte)',']);
        }
        else
        {
            MessagePart last = message.Parts.Last(part => part.Kind == MessagePartKind.ToolCall);
            splice.Insert(last.Range.End, (byte[])[(byte)',', .. call.Block.Span]);
        }
    }

    private void PutResults(AnswerRun answer, IReadOnlyList<InsertedCall> calls)
    {
        foreach (InsertedCall call in calls)
        {
            if (_resultsAreParts)
            {
                splice.Insert(FirstResult(answer)!.Value, (byte[])[.. call.Result.Span, (byte)',']);
            }
            else
            {
                splice.Insert(answer.Whole.Range.End, (byte[])[(byte)',', .. call.Result.Span]);
            }
        }
    }

    /// <summary>Where the results of the client's own calls begin, in the user message that follows.</summary>
    private int? FirstResult(AnswerRun answer) =>
        answer.End < map.Messages.Count && map.Messages[answer.End] is { Role: "user", Parts: [MessagePart first, ..] } ? first.Range.Start : null;

    /// <summary>Where a message is split.</summary>
    /// <param name="Part">The first part that is not said yet; -1 for a content that is one string.</param>
    /// <param name="RestOfText">What is left of its text, where the split is inside it.</param>
    /// <param name="HasSaid">Whether any text belongs to the earlier rounds.</param>
    private sealed record PartSeam(int Part, string? RestOfText, bool HasSaid);
}
