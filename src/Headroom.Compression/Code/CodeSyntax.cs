namespace Headroom.Compression.Code;

/// <summary>How stamps are written in a language so that the code around them still parses.</summary>
internal static class CodeSyntax
{
    /// <summary>What begins a comment that runs to the end of its line.</summary>
    public static ReadOnlySpan<byte> LineComment(CodeLanguage language) => language switch
    {
        CodeLanguage.Python or CodeLanguage.Ruby or CodeLanguage.Shell => "# "u8,
        CodeLanguage.Sql => "-- "u8,
        _ => "// "u8,
    };

    /// <summary>What stands before the words of a stamp for a body.</summary>
    public static ReadOnlySpan<byte> BodyStart(CodeLanguage language) => language switch
    {
        CodeLanguage.Python => "...  # "u8,
        CodeLanguage.Ruby => "# "u8,
        CodeLanguage.Shell => ":  # "u8,
        _ => " /* "u8,
    };

    /// <summary>What stands before the words of a stamp for elements.</summary>
    public static ReadOnlySpan<byte> ElementsStart(CodeLanguage language) => language == CodeLanguage.Python ? "  # "u8 : " /* "u8;

    /// <summary>What stands behind the words of a stamp for a body or elements.</summary>
    public static ReadOnlySpan<byte> End(CodeLanguage language) =>
        language is CodeLanguage.Python or CodeLanguage.Ruby or CodeLanguage.Shell ? default : " */ "u8;
}
