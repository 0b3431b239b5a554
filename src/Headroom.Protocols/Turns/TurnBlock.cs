using System.Text.Unicode;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Turns;

/// <summary>One compressible text in a request.</summary>
/// <param name="Token">The JSON string token, quotes included.</param>
/// <param name="ToolCallId">The tool call that it answers.</param>
/// <param name="ToolName">The tool's name, where the call stands in the same request.</param>
public readonly record struct TurnBlock(ByteRange Token, string? ToolCallId, string? ToolName)
{
    /// <value>
    /// Where <see cref="Token"/> is no string but JSON that the model reads as it stands: the member that holds it, which a
    /// member named <c>text</c> can stand in for. Else <c>null</c>.
    /// </value>
    public ByteRange? JsonMember { get; init; }

    /// <summary>Reads the text.</summary>
    /// <param name="body">The request.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <returns><c>false</c> where it is no valid Unicode.</returns>
    public bool TryRead(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> text)
    {
        if (JsonMember is null)
        {
            return JsonText.TryUnescape(Token.Of(body), out text);
        }

        text = Token.Of(body);
        return Utf8.IsValid(text.Span);
    }

    /// <summary>Puts another text in its place.</summary>
    public void Put(BodySplice splice, ReadOnlySpan<byte> text)
    {
        ReadOnlyMemory<byte> token = JsonText.ToStringToken(text);
        if (JsonMember is { } member)
        {
            splice.Replace(member, (byte[])[.. "\"text\":"u8, .. token.Span]);
        }
        else
        {
            splice.Replace(Token, token);
        }
    }
}
