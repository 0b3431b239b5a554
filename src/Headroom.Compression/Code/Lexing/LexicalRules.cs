namespace Headroom.Compression.Code.Lexing;

/// <summary>What a language's lexer has to know, as its reference defines it.</summary>
[Flags]
internal enum LexicalRules
{
    /// <summary>Nothing but words, signs and double quotes.</summary>
    None = 0,

    /// <summary><c>// …</c> and <c>/* … */</c>.</summary>
    SlashComments = 1 << 0,

    /// <summary><c># …</c>.</summary>
    HashComments = 1 << 1,

    /// <summary><c>-- …</c> and <c>/* … */</c>.</summary>
    DashComments = 1 << 2,

    /// <summary>A block comment inside a block comment has its own end.</summary>
    NestedComments = 1 << 3,

    /// <summary>Single quotes hold text of any length.</summary>
    SingleQuotedText = 1 << 4,

    /// <summary>Text in quotes may run over line ends.</summary>
    MultilineText = 1 << 5,

    /// <summary>Three quotes and more begin text that ends at as many.</summary>
    TripleQuotes = 1 << 6,

    /// <summary><c>#if</c>, <c>#define</c> and their like, at the beginning of a line.</summary>
    Directives = 1 << 7,

    /// <summary>A slash where an expression may begin opens a regular expression.</summary>
    RegexLiterals = 1 << 8,

    /// <summary>No statement needs a semicolon: a line that begins with a word may begin a statement.</summary>
    LineStatements = 1 << 9,
}

/// <summary>The rules of each language.</summary>
internal static class LexicalRulesOf
{
    /// <summary>The rules of a language.</summary>
    public static LexicalRules Language(CodeLanguage language) => language switch
    {
        CodeLanguage.Python => LexicalRules.HashComments | LexicalRules.SingleQuotedText | LexicalRules.TripleQuotes | LexicalRules.LineStatements,
        CodeLanguage.JavaScript or CodeLanguage.TypeScript =>
            LexicalRules.SlashComments | LexicalRules.SingleQuotedText | LexicalRules.RegexLiterals | LexicalRules.LineStatements,
        CodeLanguage.Go => LexicalRules.SlashComments | LexicalRules.LineStatements,
        CodeLanguage.Rust => LexicalRules.SlashComments | LexicalRules.NestedComments | LexicalRules.MultilineText,
        CodeLanguage.Java => LexicalRules.SlashComments | LexicalRules.TripleQuotes,
        CodeLanguage.C or CodeLanguage.Cpp => LexicalRules.SlashComments | LexicalRules.Directives,
        CodeLanguage.CSharp => LexicalRules.SlashComments | LexicalRules.Directives | LexicalRules.TripleQuotes,
        CodeLanguage.Kotlin =>
            LexicalRules.SlashComments | LexicalRules.NestedComments | LexicalRules.TripleQuotes | LexicalRules.LineStatements,
        CodeLanguage.Ruby => LexicalRules.HashComments | LexicalRules.SingleQuotedText | LexicalRules.MultilineText
            | LexicalRules.RegexLiterals | LexicalRules.LineStatements,
        CodeLanguage.Php => LexicalRules.SlashComments | LexicalRules.HashComments | LexicalRules.SingleQuotedText | LexicalRules.MultilineText,
        CodeLanguage.Shell => LexicalRules.HashComments | LexicalRules.SingleQuotedText | LexicalRules.MultilineText | LexicalRules.LineStatements,
        CodeLanguage.Sql =>
            LexicalRules.DashComments | LexicalRules.NestedComments | LexicalRules.SingleQuotedText | LexicalRules.MultilineText,
        _ => LexicalRules.None,
    };
}
