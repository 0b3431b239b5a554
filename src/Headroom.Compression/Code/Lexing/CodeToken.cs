namespace Headroom.Compression.Code.Lexing;

/// <summary>A token of source code and where it lies.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="StartsLine">Whether only white space stands before it on its line.</param>
internal readonly record struct CodeToken(CodeTokenKind Kind, int Start, int End, bool StartsLine);

/// <summary>What a token is.</summary>
internal enum CodeTokenKind : byte
{
    /// <summary>No more tokens.</summary>
    End,

    /// <summary>A keyword, a name or a number.</summary>
    Word,

    /// <summary>An operator or separator.</summary>
    Sign,

    /// <summary>One of <c>( [ {</c>.</summary>
    Open,

    /// <summary>One of <c>) ] }</c>.</summary>
    Close,

    /// <summary>A literal of text, with all that is interpolated into it.</summary>
    Text,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A preprocessor line.</summary>
    Directive,

    /// <summary>What lies between the parts of a PHP file that are code.</summary>
    Markup,
}
