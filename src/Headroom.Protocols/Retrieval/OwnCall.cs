using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Retrieval;

/// <summary>A call of <c>headroom_retrieve</c> by the model.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Block">The call as it stands in an assistant message: a content block, or an element of <c>tool_calls</c>.</param>
/// <param name="Arguments">Its arguments, as the model wrote them: JSON, or what it took for it.</param>
/// <param name="NextClientCallId">The first of the client's calls behind it in the same message, if any.</param>
public sealed record OwnCall(string Id, ReadOnlyMemory<byte> Block, ReadOnlyMemory<byte> Arguments, string? NextClientCallId)
{
    /// <summary>Whether the arguments are JSON to their end; an answer cut by its limit can end inside them.</summary>
    public bool IsComplete() => IsJson(Arguments.Span);

    /// <summary>Whether a text is one JSON value.</summary>
    internal static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the arguments; what is missing or of another type reads as <c>null</c>.</summary>
    public RetrieveArguments ReadArguments()
    {
        string? hash = null, query = null, range = null;
        try
        {
            var reader = new BodyReader(Arguments.Span);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isHash = reader.ValueTextEquals("hash"u8), isQuery = reader.ValueTextEquals("query"u8), isRange = reader.ValueTextEquals("range"u8);
                    reader.Read();
                    string? value = Turns.BodyReading.StringOrSkip(ref reader);
                    hash = isHash ? value : hash;
                    query = isQuery ? value : query;
                    range = isRange ? value : range;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The model wrote no JSON, or no Unicode; the answer tells it which hash is missing.
        }

        return new RetrieveArguments(hash, query, range);
    }
}

/// <summary>What a call of <c>headroom_retrieve</c> asks for.</summary>
/// <param name="Hash">The digits from the marker.</param>
/// <param name="Query">Words to look for.</param>
/// <param name="Range">First and last item: rows counted from 0, lines from 1.</param>
public sealed record RetrieveArguments(string? Hash, string? Query, string? Range);
