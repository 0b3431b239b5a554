using Headroom.Compression.Texts;

namespace Headroom.Compression.Code;

/// <summary>A range of code that may be left out, and what then stands for it.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Language">The language around it.</param>
/// <param name="Errors">The errors raised in it, as positions in the list of its block.</param>
/// <param name="Name">The name of the function, or empty.</param>
internal readonly record struct CodeElision(int Start, int End, CodeElisionKind Kind, CodeLanguage Language, Range Errors, Range Name)
{
    private const int MaxErrors = 4;

    /// <summary>Writes what stands for the range. The words are counted; nothing in them can end a comment.</summary>
    public void WriteStamp(ReadOnlySpan<byte> utf8, IReadOnlyList<ErrorPath> errors, Utf8Text output)
    {
        int lines = utf8[Start..End].Trim(" \t\r\n"u8).Count((byte)'\n') + 1;
        output.Append(Kind switch
        {
            CodeElisionKind.Body => CodeSyntax.BodyStart(Language),
            CodeElisionKind.Elements => CodeSyntax.ElementsStart(Language),
            CodeElisionKind.LineComments => CodeSyntax.LineComment(Language),
            _ => " "u8,
        });
        output.Append("… "u8).Append(lines > 1 ? lines : End - Start).Append(lines > 1 ? " lines"u8 : " bytes"u8);
        if (Kind == CodeElisionKind.Body)
        {
            WriteErrors(utf8, errors, output);
        }

        output.Append(Kind switch
        {
            CodeElisionKind.Body or CodeElisionKind.Elements => CodeSyntax.End(Language),
            CodeElisionKind.Comment when Language != CodeLanguage.Python => " "u8,
            _ => default,
        });
    }

    private void WriteErrors(ReadOnlySpan<byte> utf8, IReadOnlyList<ErrorPath> errors, Utf8Text output)
    {
        int written = 0;
        Span<int> shown = stackalloc int[MaxErrors];
        for (int i = Errors.Start.Value; i < Errors.End.Value; i++)
        {
            ReadOnlySpan<byte> name = utf8[errors[i].Name];
            bool isRepeated = false;
            foreach (int earlier in shown[..written])
            {
                isRepeated |= utf8[errors[earlier].Name].SequenceEqual(name);
            }

            if (isRepeated)
            {
                continue;
            }

            if (written == MaxErrors)
            {
                output.Append(", …"u8);
                break;
            }

            output.Append(written == 0 ? "; raises "u8 : ", "u8).Append(name);
            shown[written++] = i;
        }
    }
}

/// <summary>What may be left out.</summary>
internal enum CodeElisionKind
{
    /// <summary>The body of a function.</summary>
    Body,

    /// <summary>Elements of a literal.</summary>
    Elements,

    /// <summary>The rest of a block comment or of a documentation text.</summary>
    Comment,

    /// <summary>Line comments below the first.</summary>
    LineComments,
}
