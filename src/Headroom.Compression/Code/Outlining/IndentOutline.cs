using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>
/// Outlines Python: logical lines and their indentation, as the language's reference defines them (lexical analysis, sections 2.1.5
/// to 2.1.8).
/// </summary>
internal ref struct IndentOutline
{
    private const int MaxDepth = 200;
    private const int TabStop = 8;
    private const int KeptElements = 3;
    private const int MinElementLines = 8;

    // The body begins with the statement behind the documentation, if there is one.
    private const int AfterDocumentation = int.MaxValue;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly List<Range> _imports = [];
    private readonly List<CodeDeclaration> _declarations = [];
    private readonly List<CodePassage> _passages = [];
    private readonly List<ErrorPath> _errorPaths = [];
    private readonly Stack<Bracket> _brackets = new();
    private readonly List<Block> _blocks = [];
    private CodeLexer _lexer;
    private CommentRun _comments;
    private CodeToken _last;
    private CodeToken _first;
    private int _header = -1;
    private int _indent;
    private bool _mayBeDocumentation = true;

    /// <summary>Prepares for one file.</summary>
    public IndentOutline(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _lexer = new CodeLexer(utf8, CodeLanguage.Python);
    }

    private record struct Bracket(byte Open, int Position, int Commas, int HeadEnd);

    private record struct Block(int Indent, int Declaration, int BodyStart);

    /// <summary>Reads the file; nothing where its brackets do not match.</summary>
    public CodeOutline Read()
    {
        for (CodeToken token = _lexer.Next(); token.Kind != CodeTokenKind.End; token = _lexer.Next())
        {
            _comments.Add(_utf8, token, _passages);
            if (token.Kind == CodeTokenKind.Comment)
            {
                continue;
            }

            if (token.StartsLine && _brackets.Count == 0)
            {
                EndStatement();
                BeginStatement(token);
            }

            if (!Accept(token))
            {
                return CodeOutline.Empty;
            }

            _last = token;
        }

        if (_lexer.IsLost || _brackets.Count > 0)
        {
            return CodeOutline.Empty;
        }

        EndStatement();
        while (_blocks.Count > 0)
        {
            EndBlock();
        }

        _comments.End(_passages);
        return new CodeOutline(_imports, _declarations, _passages, _errorPaths);
    }

    private void BeginStatement(in CodeToken token)
    {
        _first = token;
        _indent = IndentOf(token.Start);
        while (_blocks.Count > 0 && _indent <= _blocks[^1].Indent)
        {
            EndBlock();
        }

        if (_header >= 0 && _blocks.Count > 0 && _blocks[^1].BodyStart < 0)
        {
            _blocks[^1] = _blocks[^1] with { BodyStart = token.Start };
            _mayBeDocumentation = true;
        }

        if (_blocks.Count > 0 && _blocks[^1].BodyStart == AfterDocumentation)
        {
            _blocks[^1] = _blocks[^1] with { BodyStart = token.Start };
        }

        _header = -1;
    }

    private void EndStatement()
    {
        if (_last.End == 0)
        {
            return;
        }

        bool isDocumentation = _mayBeDocumentation && _first.Kind == CodeTokenKind.Text && _first.Start == _last.Start;
        _mayBeDocumentation = false;
        if (isDocumentation)
        {
            Documentation(_first);
        }

        if (_header >= 0 && _utf8[_last.Start] == ':')
        {
            CodeDeclaration declaration = _declarations[_header];
            Range empty = _last.End.._last.End;
            _declarations[_header] = declaration with { Signature = declaration.Signature.Start.._last.End, Body = empty };
            _blocks.Add(new Block(_indent, _header, BodyStart: -1));
        }
        else if (_header >= 0)
        {
            _header = -1;
        }

        bool isImport = _blocks.Count == 0 && _first.Kind == CodeTokenKind.Word
            && WordRoles.Of(_utf8[_first.Start.._first.End], CodeLanguage.Python) == WordRole.Import;
        if (isImport)
        {
            _imports.Add(_first.Start.._last.End);
        }
    }

    private bool Accept(in CodeToken token)
    {
        switch (token.Kind)
        {
            case CodeTokenKind.Word:
                Word(token);
                return true;
            case CodeTokenKind.Sign when _utf8[token.Start] == ',' && _brackets.Count > 0:
                Bracket top = _brackets.Pop();
                _brackets.Push(top with { Commas = top.Commas + 1, HeadEnd = top.Commas + 1 == KeptElements ? token.End : top.HeadEnd });
                return true;
            case CodeTokenKind.Open:
                _brackets.Push(new Bracket(_utf8[token.Start], token.Start, 0, 0));
                return _brackets.Count <= MaxDepth;
            case CodeTokenKind.Close:
                return Close(token);
            default:
                return true;
        }
    }

    private void Word(in CodeToken token)
    {
        WordRole role = WordRoles.Of(_utf8[token.Start..token.End], CodeLanguage.Python);
        bool begins = token.Start == _first.Start || (_last.Start == _first.Start && _utf8[_first.Start.._first.End].SequenceEqual("async"u8));
        if (begins && role is WordRole.Function or WordRole.Type)
        {
            _header = _declarations.Count;
            CodeDeclarationKind kind = role == WordRole.Type ? CodeDeclarationKind.Type : CodeDeclarationKind.Function;
            Range here = token.Start..token.End;
            _declarations.Add(new CodeDeclaration(kind, default, _first.Start..token.End, here.End..here.End, _blocks.Count > 0 ? _blocks[^1].Declaration : -1));
        }
        else if (_header >= 0 && _declarations[_header].Name.Equals(default))
        {
            _declarations[_header] = _declarations[_header] with { Name = token.Start..token.End };
        }
        else if (role == WordRole.Raise)
        {
            ErrorPaths.Read(_utf8, token, _errorPaths);
        }
    }

    private readonly bool Close(in CodeToken token)
    {
        if (!_brackets.TryPop(out Bracket bracket) || CodeLexer.Closing(bracket.Open) != _utf8[token.Start])
        {
            return false;
        }

        // A comment stands for what is left out, so the bracket has to stand on a line of its own.
        int lineEnd = _utf8[..token.Start].TrimEnd(" \t"u8).Length - 1;
        bool isLong = bracket.Open != '(' && bracket.Commas > KeptElements && lineEnd > bracket.HeadEnd && _utf8[lineEnd] == '\n';
        if (!isLong)
        {
            return true;
        }

        int end = _utf8[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (end > bracket.HeadEnd && _utf8[bracket.HeadEnd..end].Count((byte)'\n') >= MinElementLines)
        {
            while (_passages.Count > 0 && _passages[^1].Remainder.Start.Value > bracket.Position)
            {
                _passages.RemoveAt(_passages.Count - 1);
            }

            _passages.Add(new CodePassage(CodePassageKind.Elements, bracket.HeadEnd..end));
        }

        return true;
    }

    // The first line that says something stays, and so does what closes the text.
    private void Documentation(in CodeToken token)
    {
        ReadOnlySpan<byte> text = _utf8[token.Start..token.End];
        if (_blocks.Count > 0)
        {
            _blocks[^1] = _blocks[^1] with { BodyStart = AfterDocumentation };
        }

        int head = CommentRun.HeadOf(text, text.IndexOfAny((byte)'"', (byte)'\'') + 3);
        if ((text.EndsWith("\"\"\""u8) || text.EndsWith("'''"u8)) && head > 0 && text[head..].Count((byte)'\n') >= CommentRun.MinLines - 1)
        {
            _passages.Add(new CodePassage(CodePassageKind.Comment, (token.Start + head)..(token.End - 3)));
        }
    }

    private void EndBlock()
    {
        Block block = _blocks[^1];
        _blocks.RemoveAt(_blocks.Count - 1);
        if (block.BodyStart >= 0 && block.BodyStart < _last.End)
        {
            _declarations[block.Declaration] = _declarations[block.Declaration] with { Body = block.BodyStart.._last.End };
        }
    }

    private readonly int IndentOf(int position)
    {
        int start = position;
        while (start > 0 && _utf8[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        int column = 0;
        foreach (byte b in _utf8[start..position])
        {
            column = b == '\t' ? (column / TabStop * TabStop) + TabStop : column + 1;
        }

        return column;
    }
}
