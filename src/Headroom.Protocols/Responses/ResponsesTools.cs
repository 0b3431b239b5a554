using System.Collections.Frozen;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>Reads the tools that a request lists.</summary>
internal static class ResponsesTools
{
    /// <summary>The types whose calls the client answers; the others are the provider's.</summary>
    private static readonly FrozenSet<string> RunByClient = FrozenSet.ToFrozenSet(["function", "custom", "namespace", "local_shell", "shell", "apply_patch"]);

    /// <summary>Reads the element that the reader stands on.</summary>
    public static ListedTool Read(ref BodyReader reader)
    {
        bool isFunction = false, isRetrieve = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8), isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isType)
            {
                isFunction = reader.StringOrSkip() is { } type && RunByClient.Contains(type);
                continue;
            }

            isRetrieve |= isName && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(RetrieveTool.Name);
            reader.Skip();
        }

        return new ListedTool(isFunction, isRetrieve);
    }
}
