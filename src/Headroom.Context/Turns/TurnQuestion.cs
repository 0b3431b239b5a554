using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>The user's latest question in a request.</summary>
internal static class TurnQuestion
{
    /// <summary>Its anchors; where the request holds only what is new, those of the question that it goes on from.</summary>
    public static Anchors Anchors(TurnWork work) => Text(work.Map, work.Request.Body) is { } question ? Compression.Anchoring.Anchors.FromQuestion(question)
        : work.Previous is { } previous ? Compression.Anchoring.Anchors.Parse(previous.Anchors)
        : Compression.Anchoring.Anchors.None;

    /// <summary>Its words; <c>null</c> where the user said nothing.</summary>
    public static string? Text(TurnMap map, ReadOnlyMemory<byte> body)
    {
        var question = new StringBuilder();
        foreach (ByteRange token in map.Question)
        {
            question.Append(JsonText.ToText(token.Of(body))).Append('\n');
        }

        return question.Length == 0 ? null : question.ToString();
    }
}
