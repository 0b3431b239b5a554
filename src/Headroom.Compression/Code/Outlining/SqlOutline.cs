using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>Outlines SQL: bodies of functions in dollar quotes (PostgreSQL), and the rows of INSERT … VALUES.</summary>
internal ref struct SqlOutline(ReadOnlySpan<byte> utf8)
{
    private const int KeptRows = 3;

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly List<CodeDeclaration> _declarations = [];
    private readonly List<CodePassage> _passages = [];
    private CodeLexer _lexer = new(utf8, CodeLanguage.Sql);
    private CommentRun _comments;
    private int _statement = -1;
    private int _depth;
    private int _rows = -1;
    private int _headEnd;
    private int _rowEnd;

    /// <summary>Reads the file; nothing where parentheses do not match.</summary>
    public CodeOutline Read()
    {
        for (CodeToken token = _lexer.Next(); token.Kind != CodeTokenKind.End; token = _lexer.Next())
        {
            _comments.Add(_utf8, token, _passages);
            if (token.Kind == CodeTokenKind.Comment)
            {
                continue;
            }

            _statement = _statement < 0 ? token.Start : _statement;
            byte first = _utf8[token.Start];
            switch (token.Kind)
            {
                case CodeTokenKind.Open:
                    _depth++;
                    break;
                case CodeTokenKind.Close when _depth == 0:
                    return CodeOutline.Empty;
                case CodeTokenKind.Close:
                    _depth--;
                    EndRow(token);
                    break;
                case CodeTokenKind.Text when first == '$' && IsWord(_statement, "create"u8):
                    int tag = _utf8[(token.Start + 1)..].IndexOf((byte)'$') + 2;
                    _declarations.Add(new CodeDeclaration(
                        CodeDeclarationKind.Function, default, _statement..(token.Start + tag), (token.Start + tag)..(token.End - tag), -1));
                    break;
                case CodeTokenKind.Sign when first == ',' && _depth == 0:
                    break;
                default:
                    Other(token, first);
                    break;
            }
        }

        if (_lexer.IsLost || _depth != 0)
        {
            return CodeOutline.Empty;
        }

        EndRows();
        _comments.End(_passages);
        return new CodeOutline([], _declarations, _passages, []);
    }

    private readonly bool IsWord(int start, ReadOnlySpan<byte> word) =>
        start + word.Length <= _utf8.Length && System.Text.Ascii.EqualsIgnoreCase(_utf8.Slice(start, word.Length), word);

    private void Other(in CodeToken token, byte first)
    {
        if (_depth > 0)
        {
            return;
        }

        EndRows();
        if (first == ';')
        {
            _statement = -1;
        }
        else if (token.End - token.Start == 6 && IsWord(token.Start, "values"u8) && IsWord(_statement, "insert"u8))
        {
            _rows = 0;
        }
    }

    private void EndRow(in CodeToken token)
    {
        if (_rows >= 0 && _depth == 0)
        {
            _headEnd = ++_rows == KeptRows ? token.End : _headEnd;
            _rowEnd = token.End;
        }
    }

    private void EndRows()
    {
        if (_rows > KeptRows)
        {
            _passages.Add(new CodePassage(CodePassageKind.Elements, _headEnd.._rowEnd));
        }

        _rows = -1;
    }
}
