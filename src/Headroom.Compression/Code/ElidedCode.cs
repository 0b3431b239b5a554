using Headroom.Compression.Code.Lexing;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Code;

/// <summary>Writes a block with ranges left out, a stamp for each, and the marker as a comment on the last line.</summary>
internal static class ElidedCode
{
    /// <summary>Writes it; <c>null</c> where nothing is left out.</summary>
    /// <param name="content">The block.</param>
    /// <param name="text">The code that the elisions point into: the block, or the bare code of a listing.</param>
    /// <param name="block">How the block is made up.</param>
    /// <param name="elisions">What may be left out.</param>
    /// <param name="selection">What of it stays.</param>
    /// <param name="marker">The handle of the whole.</param>
    /// <param name="lines">Lines of the block.</param>
    /// <param name="shown">Lines of which all or a part is shown.</param>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, ReadOnlySpan<byte> text, CodeBlock block, CodeElisions elisions, CodeSelection selection, MarkerHash marker,
        out int lines, out int shown)
    {
        using var output = new Utf8Text(content.Length / 2);
        int done = 0;
        int hidden = 0;
        for (int i = 0; i < elisions.All.Count; i++)
        {
            if (selection.IsKept(i))
            {
                continue;
            }

            CodeElision elision = elisions.All[i];
            int start = block.Listing?.InBlock(elision.Start) ?? elision.Start;
            output.Append(content[done..start]);
            elision.WriteStamp(text, elisions.Errors, output);
            hidden += text[elision.Start..elision.End].Count((byte)'\n');
            done = block.Listing?.InBlock(elision.End) ?? elision.End;
        }

        lines = content.Count((byte)'\n') + (content.Length > 0 && content[^1] != '\n' ? 1 : 0);
        shown = lines - hidden;
        if (done == 0)
        {
            return null;
        }

        output.Append(content[done..]);
        WriteMarker(content, block, lines, shown, marker, output);
        return output.ToArray();
    }

    private static void WriteMarker(ReadOnlySpan<byte> content, CodeBlock block, int lines, int shown, MarkerHash marker, Utf8Text output)
    {
        bool isBare = block.IsDump || block.Listing is not null;
        CodeLanguage language = block.Files[0].Language;
        if (!content.EndsWith("\n"u8))
        {
            output.Append("\n"u8);
        }
        else if (content.EndsWith("\\\n"u8) || content.EndsWith("\\\r\n"u8))
        {
            // The last line goes on in the next.
            output.Append("\n"u8);
        }

        bool isMarkup = !isBare && language == CodeLanguage.Php && EndsInMarkup(content);
        output.Append(isBare ? default : isMarkup ? "<!-- "u8 : CodeSyntax.LineComment(language));
        Marker.Write(output, lines, "lines", shown, marker);
        output.Append(isMarkup ? " -->"u8 : default);
    }

    private static bool EndsInMarkup(ReadOnlySpan<byte> content)
    {
        var lexer = new CodeLexer(content, CodeLanguage.Php);
        while (lexer.Next().Kind != CodeTokenKind.End)
        {
            // Only the end matters.
        }

        return lexer.IsInMarkup;
    }
}
