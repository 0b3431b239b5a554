using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>The user's latest question in a request.</summary>
internal static class TurnQuestion
{
    /// <summary>Its anchors; none where the user said nothing.</summary>
    public static Anchors Anchors(TurnMap map, ReadOnlyMemory<byte> body)
    {
        var question = new StringBuilder();
        foreach (ByteRange token in map.Question)
        {
            question.Append(JsonText.ToText(token.Of(body))).Append('\n');
        }

        return question.Length == 0 ? Compression.Anchoring.Anchors.None : Compression.Anchoring.Anchors.FromQuestion(question.ToString());
    }
}
