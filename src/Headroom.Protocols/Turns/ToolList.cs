using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>The tools that a client lists in a request.</summary>
public sealed record ToolList
{
    /// <summary>A request without tools.</summary>
    public static ToolList None { get; } = new();

    /// <value>The array that lists them, brackets included; <c>null</c> where there is none.</value>
    public ByteRange? Range { get; init; }

    /// <value>Whether at least one of them is a function that the client runs itself.</value>
    public bool HasFunctionTool { get; init; }

    /// <value>Whether the client itself lists a tool named <c>headroom_retrieve</c>.</value>
    public bool HasRetrieveTool { get; init; }

    /// <value>Whether the request forces the call of one particular tool.</value>
    public bool ForcesOneTool { get; init; }

    /// <value>Whether an answer could not be continued: more than one is asked for, or it is kept where nothing can be put beside it.</value>
    public bool CannotContinue { get; init; }

    /// <value>Whether <c>headroom_retrieve</c> is to be added.</value>
    public bool MayOfferRetrieval => MayKeepRetrieval && !ForcesOneTool;

    /// <value>Whether <c>headroom_retrieve</c> can be added where it was listed before.</value>
    public bool MayKeepRetrieval => HasFunctionTool && !HasRetrieveTool && !CannotContinue;

    /// <summary>Reads the array that the reader stands on.</summary>
    internal static ToolList Read(ref BodyReader reader, ToolReader readTool)
    {
        int start = reader.Start();
        bool hasFunction = false, hasRetrieve = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ListedTool tool = readTool(ref reader);
            hasFunction |= tool.IsFunction;
            hasRetrieve |= tool.IsRetrieve;
        }

        var range = new ByteRange(start, reader.BytesConsumed - start);
        return new ToolList { Range = range, HasFunctionTool = hasFunction, HasRetrieveTool = hasRetrieve };
    }
}

/// <summary>One element of a list of tools.</summary>
/// <param name="IsFunction">Whether the client runs it itself.</param>
/// <param name="IsRetrieve">Whether it is named like ours.</param>
internal readonly record struct ListedTool(bool IsFunction, bool IsRetrieve);

/// <summary>Reads the element of a list of tools that the reader stands on, an object.</summary>
internal delegate ListedTool ToolReader(ref BodyReader reader);
