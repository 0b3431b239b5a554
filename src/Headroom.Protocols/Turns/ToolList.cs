using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>The tools that a client lists in a request.</summary>
public sealed record ToolList
{
    /// <summary>A request without tools.</summary>
    public static ToolList None { get; } = new();

    /// <value>The <c>tools</c> array, brackets included; <c>null</c> where there is none.</value>
    public ByteRange? Range { get; init; }

    /// <value>Whether at least one of them is a function that the client runs itself.</value>
    public bool HasFunctionTool { get; init; }

    /// <value>Whether the client itself lists a tool named <c>headroom_retrieve</c>.</value>
    public bool HasRetrieveTool { get; init; }

    /// <value>Whether the request forces the call of one particular tool.</value>
    public bool ForcesOneTool { get; init; }

    /// <value>Whether more than one answer is asked for, so that a continuation has no single place.</value>
    public bool AsksForSeveralAnswers { get; init; }

    /// <value>Whether <c>headroom_retrieve</c> is to be added.</value>
    public bool MayOfferRetrieval => HasFunctionTool && !HasRetrieveTool && !ForcesOneTool && !AsksForSeveralAnswers;
}
