using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Anthropic;

/// <summary>The requests of a message batch (<c>POST /v1/messages/batches</c>), as spans of its body.</summary>
public static class MessageBatch
{
    /// <summary>Reads a batch; <c>null</c> where the body is none, or an element of it is no request.</summary>
    public static IReadOnlyList<MessageBatchItem>? TryRead(ReadOnlyMemory<byte> body)
    {
        if (JsonMembers.TryRead(body) is not { } batch)
        {
            return null;
        }

        List<MessageBatchItem> items = [];
        foreach (ByteRange element in batch.ElementsOf("requests"))
        {
            if (JsonMembers.TryRead(body, element) is not { } item || item.StringOf("custom_id") is not { Length: > 0 } id || item.ValueOf("params") is not { } parameters)
            {
                return null;
            }

            items.Add(new MessageBatchItem(id, parameters));
        }

        return items.Count > 0 && items.DistinctBy(item => item.CustomId).Count() == items.Count ? items : null;
    }

    /// <summary>Reads a line of a batch's results; <c>null</c> where it is none of a request that succeeded.</summary>
    public static MessageBatchResult? TryReadResult(ReadOnlyMemory<byte> line) =>
        JsonMembers.TryRead(line) is { } members && members.StringOf("custom_id") is { } id && members.ObjectOf("result") is { } result
        && result.StringOf("type") == "succeeded" && result.ValueOf("message") is { } message
            ? new MessageBatchResult(id, message, result.Range)
            : null;

    /// <summary>The addresses of results in what the batch routes answer: of one batch, or of a list of them.</summary>
    public static IEnumerable<(string BatchId, ByteRange ResultsUrl)> ResultsUrls(ReadOnlyMemory<byte> answer)
    {
        if (JsonMembers.TryRead(answer) is not { } members)
        {
            yield break;
        }

        IEnumerable<JsonMembers?> batches = members.All.Any(member => member is { Name: "data", Type: JsonTokenType.StartArray })
            ? members.ElementsOf("data").Select(element => JsonMembers.TryRead(answer, element))
            : [members];
        foreach (JsonMembers? batch in batches)
        {
            if (batch?.StringOf("id") is { } id && batch.StringToken("results_url") is { } url)
            {
                yield return (id, url);
            }
        }
    }

    /// <summary>The id of the batch that an answer tells of.</summary>
    public static string? IdOf(ReadOnlyMemory<byte> answer) => JsonMembers.TryRead(answer)?.StringOf("id");
}

/// <summary>One request of a batch.</summary>
/// <param name="CustomId">The client's name for it.</param>
/// <param name="Params">The request, as <c>POST /v1/messages</c> takes it.</param>
public readonly record struct MessageBatchItem(string CustomId, ByteRange Params);

/// <summary>One line of results.</summary>
/// <param name="CustomId">The client's name for the request.</param>
/// <param name="Message">The answer, as <c>POST /v1/messages</c> gives it.</param>
/// <param name="Result">The object that holds it.</param>
public readonly record struct MessageBatchResult(string CustomId, ByteRange Message, ByteRange Result);
