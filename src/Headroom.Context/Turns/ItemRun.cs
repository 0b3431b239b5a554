using Headroom.Context.Sessions;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>
/// What the model did between two turns of the client, in a history that is made of items: the items in a row that it made.
/// Rounds that the gateway answered go back between them; the client's own stay as they are.
/// </summary>
internal static class ItemRun
{
    /// <summary>The anchors of the run that begins with a message; none where no run begins there.</summary>
    /// <param name="map">The request.</param>
    /// <param name="first">The message.</param>
    /// <param name="before">The place behind the message before it.</param>
    /// <param name="body">The body.</param>
    public static IEnumerable<string> Anchors(TurnMap map, int first, LineageNode before, ReadOnlyMemory<byte> body)
    {
        bool begins = map.Messages[first].IsAssistant && (first == 0 || !map.Messages[first - 1].IsAssistant);
        if (!begins)
        {
            return [];
        }

        MessagePart[] parts = [.. map.Messages.Skip(first).TakeWhile(message => message.IsAssistant).SelectMany(message => message.Parts)];
        string[] calls = [.. parts.Where(part => part is { Kind: MessagePartKind.ToolCall, Id: not null }).Select(part => InsertionAnchor.OfCall(before, part.Id!))];
        string[] items = [.. parts.Where(part => part is { Kind: MessagePartKind.Other, Id: not null }).Select(part => InsertionAnchor.OfItem(before, part.Id!))];
        string text = string.Concat(parts.Select(part => TextOf(part, body)));
        return calls.Length > 0 ? [.. calls, .. items] : text.Length > 0 ? [InsertionAnchor.OfText(before, text), .. items] : items;
    }

    /// <summary>Puts our items back into the run that begins with a message; nothing is edited where the client altered it.</summary>
    /// <returns>Whether they were put back.</returns>
    public static bool TryApply(TurnMap map, BodySplice splice, int first, IReadOnlyList<RunItem> run)
    {
        List<(int Offset, ReadOnlyMemory<byte> Bytes)> inserts = [];
        List<ReadOnlyMemory<byte>> ours = [];
        int at = first;
        foreach (RunItem item in run)
        {
            if (item.Kind == AnswerItemKind.Own)
            {
                ours.Add(item.Json);
                continue;
            }

            if (at < map.Messages.Count && map.Messages[at].IsAssistant && IsSame(item, map.Messages[at], splice.Body))
            {
                if (ours.Count > 0)
                {
                    inserts.Add((map.Messages[at].Range.Start, (byte[])[.. JsonList.Join(ours).Span, (byte)',']));
                    ours.Clear();
                }

                at++;
            }
            else if (item.Kind != AnswerItemKind.Other)
            {
                return false;
            }
        }

        if (at == first)
        {
            return false;
        }

        if (ours.Count > 0)
        {
            inserts.Add((map.Messages[at - 1].Range.End, (byte[])[(byte)',', .. JsonList.Join(ours).Span]));
        }

        inserts.ForEach(insert => splice.Insert(insert.Offset, insert.Bytes));
        return true;
    }

    private static bool IsSame(RunItem item, TurnMessage message, ReadOnlyMemory<byte> body)
    {
        MessagePart? only = message.Parts is [MessagePart part] ? part : null;
        return only is { Kind: MessagePartKind.Other, Id: { } id } && id == item.Id
            || item.Kind switch
            {
                AnswerItemKind.Call => only is { Id: { } called } && called == item.Key,
                AnswerItemKind.Text => message.Content is not null
                    && AnswerText.Key(string.Concat(message.Parts.Select(said => TextOf(said, body)))) == item.Key,
                _ => only is { Kind: MessagePartKind.Other },
            };
    }

    private static string? TextOf(MessagePart part, ReadOnlyMemory<byte> body) => part.Text is { } token ? JsonText.ToText(token.Of(body)) : null;
}
