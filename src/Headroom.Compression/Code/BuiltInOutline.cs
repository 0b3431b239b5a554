using Headroom.Compression.Code.Outlining;

namespace Headroom.Compression.Code;

/// <summary>
/// Outlines by an exact lexer and the brackets or indentation between its tokens, without a grammar. Where brackets do not
/// match or indentation contradicts them, nothing is certain and nothing is outlined.
/// </summary>
public sealed class BuiltInOutline : ICodeOutline
{
    /// <inheritdoc/>
    public CodeOutline Read(ReadOnlySpan<byte> utf8, CodeLanguage language) => language switch
    {
        CodeLanguage.None => CodeOutline.Empty,
        CodeLanguage.Python => new IndentOutline(utf8).Read(),
        CodeLanguage.Ruby or CodeLanguage.Shell => new BlockOutline(utf8, language).Read(),
        CodeLanguage.Sql => new SqlOutline(utf8).Read(),
        _ => new BracketOutline(utf8, language).Read(),
    };
}
