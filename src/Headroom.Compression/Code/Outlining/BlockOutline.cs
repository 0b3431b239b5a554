using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>
/// Outlines Ruby and shell by lines: a body ends at the first <c>end</c> or <c>}</c> that is indented as its header is. Any other line
/// that is not indented deeper makes the body unsure, and it stays as it is.
/// </summary>
internal ref struct BlockOutline
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly CodeLanguage _language;
    private readonly List<Range> _imports = [];
    private readonly List<CodeDeclaration> _declarations = [];
    private readonly List<CodePassage> _passages = [];
    private readonly List<ErrorPath> _errorPaths = [];
    private readonly List<Block> _blocks = [];
    private CodeLexer _lexer;
    private CommentRun _comments;
    private CodeToken _last;
    private CodeToken _first;
    private Range _name;
    private int _depth;
    private bool _isHeader;

    /// <summary>Prepares for one file.</summary>
    public BlockOutline(ReadOnlySpan<byte> utf8, CodeLanguage language)
    {
        _utf8 = utf8;
        _language = language;
        _lexer = new CodeLexer(utf8, language);
    }

    private record struct Block(int Indent, int Declaration, int BodyStart);

    /// <summary>Reads the file; nothing where text has no end.</summary>
    public CodeOutline Read()
    {
        for (CodeToken token = _lexer.Next(); token.Kind != CodeTokenKind.End; token = _lexer.Next())
        {
            _comments.Add(_utf8, token, _passages);
            bool beginsBody = token.StartsLine && _depth <= 0 && _blocks.Count > 0 && _blocks[^1].BodyStart < 0 && _utf8[_last.Start] != ',';
            if (beginsBody)
            {
                Block block = _blocks[^1];
                _blocks[^1] = block with { BodyStart = token.Start };
                CodeDeclaration declaration = _declarations[block.Declaration];
                _declarations[block.Declaration] = declaration with { Signature = declaration.Signature.Start.._last.End, Body = _last.End.._last.End };
            }

            if (token.Kind == CodeTokenKind.Comment)
            {
                continue;
            }

            if (token.StartsLine && (_depth <= 0 || _language == CodeLanguage.Shell))
            {
                BeginLine(token);
            }

            Accept(token);
            _last = token;
        }

        if (_lexer.IsLost)
        {
            return CodeOutline.Empty;
        }

        _comments.End(_passages);
        return new CodeOutline(_imports, _declarations, _passages, _errorPaths);
    }

    private void BeginLine(in CodeToken token)
    {
        ReadOnlySpan<byte> text = _utf8[token.Start..token.End];
        int indent = IndentOf(token.Start);
        bool isBraceOfHeader = _isHeader && _language == CodeLanguage.Shell && text.SequenceEqual("{"u8);
        _depth = 0;
        _first = isBraceOfHeader ? _first : token;
        _isHeader &= isBraceOfHeader;
        while (_blocks.Count > 0 && indent <= _blocks[^1].Indent)
        {
            Block block = _blocks[^1];
            if (indent == block.Indent && Continues(text))
            {
                return;
            }

            _blocks.RemoveAt(_blocks.Count - 1);
            if (indent == block.Indent && text.SequenceEqual(_language == CodeLanguage.Ruby ? "end"u8 : "}"u8))
            {
                End(block, token.Start);
                return;
            }
        }
    }

    private readonly bool Continues(ReadOnlySpan<byte> word) => _language == CodeLanguage.Ruby
        && (word.SequenceEqual("rescue"u8) || word.SequenceEqual("ensure"u8) || word.SequenceEqual("else"u8));

    private readonly void End(Block block, int closing)
    {
        int end = _utf8[..closing].LastIndexOf((byte)'\n');
        end = end > 0 && _utf8[end - 1] == '\r' ? end - 1 : end;
        if (block.BodyStart < 0 || end <= block.BodyStart || !IsIndented(block, end))
        {
            return;
        }

        _declarations[block.Declaration] = _declarations[block.Declaration] with { Body = block.BodyStart..end };
    }

    // Text that was taken for a literal by mistake would hide the true end from the tokens; from the bytes it cannot.
    private readonly bool IsIndented(Block block, int end)
    {
        ReadOnlySpan<byte> body = _utf8[block.BodyStart..end];
        ReadOnlySpan<byte> closing = _language == CodeLanguage.Ruby ? "end"u8 : "}"u8;
        while (body.IndexOf((byte)'\n') is >= 0 and var next)
        {
            body = body[(next + 1)..];
            int indent = body.IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (indent >= 0 && indent <= block.Indent && body[indent..].StartsWith(closing))
            {
                return false;
            }
        }

        return true;
    }

    private void Accept(in CodeToken token)
    {
        _depth += token.Kind switch
        {
            CodeTokenKind.Open => 1,
            CodeTokenKind.Close => -1,
            _ => 0,
        };
        if (token.Kind != CodeTokenKind.Word)
        {
            if (_language == CodeLanguage.Shell)
            {
                ShellSign(token);
            }

            return;
        }

        ReadOnlySpan<byte> text = _utf8[token.Start..token.End];
        WordRole role = WordRoles.Of(text, _language);
        bool begins = token.Start == _first.Start;
        if (role == WordRole.Raise)
        {
            ErrorPaths.Read(_utf8, token, _errorPaths);
        }
        else if (role is WordRole.Function or WordRole.Type && (begins || (role == WordRole.Function && _last.Start == _first.Start)))
        {
            Declare(role == WordRole.Type ? CodeDeclarationKind.Type : CodeDeclarationKind.Function, default);
        }
        else if (_language == CodeLanguage.Ruby && _last.Kind == CodeTokenKind.Word && _blocks.Count > 0 && _blocks[^1].BodyStart < 0)
        {
            int declaration = _blocks[^1].Declaration;
            bool isNamed = !_declarations[declaration].Name.Equals(default);
            _declarations[declaration] = isNamed ? _declarations[declaration] : _declarations[declaration] with { Name = token.Start..token.End };
        }
        else if (_language == CodeLanguage.Shell && (begins || _utf8[_last.Start.._last.End].SequenceEqual("function"u8)))
        {
            _name = token.Start..token.End;
            _isHeader = _last.End > 0 && !begins;
        }
    }

    // name() { or function name { at the beginning of a line, and nothing behind the brace.
    private void ShellSign(in CodeToken token)
    {
        ReadOnlySpan<byte> text = _utf8[token.Start..token.End];
        if (text.SequenceEqual("("u8))
        {
            _isHeader = _last.Start == _first.Start || _isHeader;
            _isHeader &= _last.End == token.Start || _last.End + 1 == token.Start;
        }
        else if (text.SequenceEqual("{"u8) && _isHeader && _utf8[token.End..].TrimStart(" \t\r"u8) is [(byte)'\n', ..])
        {
            Declare(CodeDeclarationKind.Function, _name);
            _depth = 0;
            _isHeader = false;
        }
        else if (!text.SequenceEqual(")"u8) || !_utf8[_last.Start.._last.End].SequenceEqual("("u8))
        {
            _isHeader = false;
        }
    }

    private void Declare(CodeDeclarationKind kind, Range name)
    {
        if (_blocks.Count == MaxDepth)
        {
            return;
        }

        int parent = _blocks.Count > 0 ? _blocks[^1].Declaration : -1;
        _blocks.Add(new Block(IndentOf(_first.Start), _declarations.Count, BodyStart: -1));
        _declarations.Add(new CodeDeclaration(kind, name, _first.Start.._first.End, _first.End.._first.End, parent));
    }

    private readonly int IndentOf(int position)
    {
        int start = position;
        while (start > 0 && _utf8[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        return position - start;
    }
}
