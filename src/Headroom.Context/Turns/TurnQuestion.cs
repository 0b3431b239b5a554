using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>The user's latest question in a request.</summary>
internal static class TurnQuestion
{
    /// <summary>Its anchors; none where the user said nothing.</summary>
    public static Anchors Anchors(TurnMap map, ReadOnlyMemory<byte> body) =>
        Text(map, body) is { } question ? Compression.Anchoring.Anchors.FromQuestion(question) : Compression.Anchoring.Anchors.None;

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
