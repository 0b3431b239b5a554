using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>
/// Outlines languages whose bodies stand in braces: one pass over the tokens with a stack of open brackets, each of which
/// remembers the header of the statement that is being read inside it.
/// </summary>
internal ref partial struct BracketOutline
{
    // Deeper code is generated or hostile.
    private const int MaxDepth = 400;
    private const int KeptElements = 3;
    private const int MinElementLines = 8;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly CodeLanguage _language;
    private readonly bool _isCFamily;
    private readonly bool _isScript;
    private readonly bool _endsStatementsAtLines;
    private readonly List<Range> _imports = [];
    private readonly List<CodeDeclaration> _declarations = [];
    private readonly List<CodePassage> _passages = [];
    private readonly List<ErrorPath> _errorPaths = [];
    private readonly List<Condition> _conditions = [];
    private CodeLexer _lexer;
    private CommentRun _comments;
    private BracketFrame[] _frames = new BracketFrame[32];
    private int _count = 1;
    private CodeToken _last;
    private bool _isLost;

    /// <summary>Prepares for one file.</summary>
    public BracketOutline(ReadOnlySpan<byte> utf8, CodeLanguage language)
    {
        _utf8 = utf8;
        _language = language;
        _isCFamily = language is CodeLanguage.C or CodeLanguage.Cpp;
        _isScript = language is CodeLanguage.JavaScript or CodeLanguage.TypeScript;
        _endsStatementsAtLines = (LexicalRulesOf.Language(language) & LexicalRules.LineStatements) != 0;
        _lexer = new CodeLexer(utf8, language);
        _frames[0] = new BracketFrame { Declaration = -1, Header = StatementHeader.Empty };
        _last = new CodeToken(CodeTokenKind.Sign, 0, 0, true);
    }

    /// <summary>Reads the file; nothing where its brackets do not match.</summary>
    public CodeOutline Read()
    {
        for (CodeToken token = _lexer.Next(); token.Kind != CodeTokenKind.End && !_isLost; token = _lexer.Next())
        {
            _comments.Add(_utf8, token, _passages);
            switch (token.Kind)
            {
                case CodeTokenKind.Comment:
                    continue;
                case CodeTokenKind.Directive:
                    Directive(token);
                    continue;
                case CodeTokenKind.Word:
                    Word(token);
                    break;
                case CodeTokenKind.Sign:
                    Sign(token);
                    break;
                case CodeTokenKind.Open:
                    Open(token);
                    break;
                case CodeTokenKind.Close:
                    Close(token);
                    break;
                case CodeTokenKind.Markup:
                    EndStatement();
                    break;
                default:
                    Begin(token.Start);
                    break;
            }

            _last = token;
        }

        if (_isLost || _lexer.IsLost || _count != 1)
        {
            return CodeOutline.Empty;
        }

        EndStatement();
        _comments.End(_passages);
        return new CodeOutline(_imports, _declarations, _passages, _errorPaths);
    }

    private readonly ref BracketFrame Top => ref _frames[_count - 1];

    private readonly bool LastIs(byte sign) => _last.End - _last.Start == 1 && _utf8[_last.Start] == sign;

    private readonly bool LastIs(ReadOnlySpan<byte> text) => _utf8[_last.Start.._last.End].SequenceEqual(text);

    private readonly void Begin(int start)
    {
        ref StatementHeader header = ref Top.Header;
        if (header.Start < 0)
        {
            header.Start = start;
        }
    }

    private void EndStatement()
    {
        ref BracketFrame top = ref Top;
        if (_count == 1 && top.Header.Has(HeaderParts.Import) && _last.End > top.Header.Start)
        {
            _imports.Add(top.Header.Start.._last.End);
        }

        top.Header = StatementHeader.Empty;
    }

    private void Word(in CodeToken token)
    {
        ReadOnlySpan<byte> text = _utf8[token.Start..token.End];
        WordRole role = WordRoles.Of(text, _language);
        bool endsStatement = _endsStatementsAtLines && token.StartsLine && Top.Open is 0 or (byte)'{' && Top.Kind != FrameKind.Parentheses
            && _last.Kind is CodeTokenKind.Word or CodeTokenKind.Text or CodeTokenKind.Close && role != WordRole.Continuation;
        if (endsStatement && !LastIs((byte)':'))
        {
            EndStatement();
        }

        ref StatementHeader header = ref Top.Header;
        bool begins = header.Start < 0;
        if (begins)
        {
            header.Start = token.Start;
        }

        if (_last.Kind is CodeTokenKind.Word or CodeTokenKind.Close)
        {
            header.Parts &= ~HeaderParts.Annotation;
        }

        bool isMember = _last.Kind == CodeTokenKind.Sign && (LastIs((byte)'.') || LastIs("->"u8) || LastIs("::"u8) || LastIs("?."u8));
        switch (role)
        {
            case WordRole.Type when !isMember && (!header.Has(HeaderParts.Parameters | HeaderParts.Function) || LastIs("fun"u8)):
                header.Parts = (header.Parts | HeaderParts.Type) & ~HeaderParts.Function;
                break;
            case WordRole.Function when !isMember:
                header.Parts = (header.Parts | HeaderParts.Function) & ~(HeaderParts.Assignment | HeaderParts.Parameters);
                header.Name = default;
                break;
            case WordRole.Control when begins:
                header.Parts |= HeaderParts.Control;
                break;
            case WordRole.New:
                header.Parts |= HeaderParts.New;
                break;
            case WordRole.Import when begins:
                header.Parts |= HeaderParts.Import;
                break;
            case WordRole.Operator:
                header.Parts |= HeaderParts.Operator;
                header.Name = token.Start..token.End;
                break;
            case WordRole.Deduced:
                header.Parts |= HeaderParts.Deduced;
                break;
            case WordRole.Raise:
                ErrorPaths.Read(_utf8, token, _errorPaths);
                break;
            case WordRole.None when _language == CodeLanguage.Cpp && text.EndsWith("CONSTEXPR"u8):
                header.Parts |= HeaderParts.Deduced;
                break;
            case WordRole.None:
                NameIn(ref header, token);
                break;
            default:
                break;
        }
    }

    // The name of a type or a function follows its keyword, unless parentheses name it (Go's methods).
    private readonly void NameIn(ref StatementHeader header, in CodeToken token)
    {
        bool follows = header.Has(HeaderParts.Type | HeaderParts.Function) && _last.Kind == CodeTokenKind.Word && header.Name.Equals(default)
            && WordRoles.Of(_utf8[_last.Start.._last.End], _language) is WordRole.Type or WordRole.Function;
        if (follows && (_language != CodeLanguage.Go || header.Has(HeaderParts.Function)))
        {
            header.Name = token.Start..token.End;
        }
        else if (_language == CodeLanguage.Go && LastIs("type"u8))
        {
            header.Name = token.Start..token.End;
        }
    }

    private void Sign(in CodeToken token)
    {
        ref BracketFrame top = ref Top;
        int length = token.End - token.Start;
        byte sign = _utf8[token.Start];
        if (sign == ';' || (sign == ',' && top.Kind is FrameKind.Elements or FrameKind.Parentheses))
        {
            EndStatement();
            top.HasStatements |= sign == ';';
            if (sign == ',' && ++top.Commas == KeptElements)
            {
                top.HeadEnd = token.End;
            }

            return;
        }

        Begin(token.Start);
        ref StatementHeader header = ref top.Header;
        if (sign == '<' && _last.Kind == CodeTokenKind.Word)
        {
            header.Generic = _last.Start.._last.End;
        }
        else if (sign == '@')
        {
            header.Parts |= HeaderParts.Annotation;
        }
        else if (length == 1 && sign is (byte)'=' or (byte)':' && !header.Has(HeaderParts.Operator))
        {
            if (header.Target.Equals(default) && _last.Kind == CodeTokenKind.Word)
            {
                header.Target = _last.Start.._last.End;
            }

            if (sign == '=')
            {
                header.Parts |= HeaderParts.Assignment;
            }
            else if (_language == CodeLanguage.Cpp && header.Has(HeaderParts.Parameters))
            {
                header.Parts |= HeaderParts.Initialisers;
            }
        }
        else if (length == 2 && sign == ':' && _utf8[token.Start + 1] == '=')
        {
            header.Parts |= HeaderParts.Assignment;
        }
    }

    private void Open(in CodeToken token)
    {
        Begin(token.Start);
        ref BracketFrame holder = ref Top;
        ref StatementHeader header = ref holder.Header;
        byte open = _utf8[token.Start];
        FrameKind kind = open switch
        {
            (byte)'(' => FrameKind.Parentheses,
            (byte)'{' => KindOfBraces(holder),
            _ => FrameKind.Elements,
        };
        if (open == '(')
        {
            Parameters(ref header);
        }

        int declaration = -1;
        int before = _declarations.Count;
        if (kind is FrameKind.Type or FrameKind.Function)
        {
            declaration = before;
            Range name = header.Name.Equals(default) || (header.Has(HeaderParts.Assignment) && !header.Has(HeaderParts.Function)) ? header.Target : header.Name;
            _declarations.Add(new CodeDeclaration(
                kind == FrameKind.Type ? CodeDeclarationKind.Type : CodeDeclarationKind.Function, name, header.Start..token.Start, token.Start..token.Start, Parent()));
        }

        if (_count == MaxDepth)
        {
            _isLost = true;
            return;
        }

        if (_count == _frames.Length)
        {
            Array.Resize(ref _frames, _count * 2);
        }

        _frames[_count++] = new BracketFrame
        {
            Open = open, Position = token.Start, Kind = kind, Declaration = declaration, DeclarationsBefore = before, Header = StatementHeader.Empty,
            IsUnsure = kind == FrameKind.Function && header.Has(HeaderParts.Deduced),
        };
    }

    private readonly int Parent()
    {
        for (int i = _count - 1; i > 0; i--)
        {
            if (_frames[i].Declaration >= 0)
            {
                return _frames[i].Declaration;
            }
        }

        return -1;
    }

    private void Close(in CodeToken token)
    {
        BracketFrame closed = Top;
        if (_count == 1 || CodeLexer.Closing(closed.Open) != _utf8[token.Start])
        {
            _isLost = true;
            return;
        }

        _count--;
        bool isUnsure = closed.IsUnsure | ClosesAcrossCondition(closed);
        if (!isUnsure && closed.Declaration >= 0)
        {
            _declarations[closed.Declaration] = _declarations[closed.Declaration] with { Body = (closed.Position + 1)..token.Start };
        }
        else if (!isUnsure && closed.Kind == FrameKind.Elements)
        {
            Elements(closed, token);
        }

        if (closed.Kind is FrameKind.Type or FrameKind.Function or FrameKind.Control or FrameKind.Property && Top.Kind != FrameKind.Parentheses)
        {
            _last = token;
            EndStatement();
        }
    }

    private readonly void Elements(in BracketFrame closed, in CodeToken token)
    {
        bool isLong = closed.Commas > KeptElements && !closed.HasStatements && closed.DeclarationsBefore == _declarations.Count && !Top.Header.Has(HeaderParts.Import)
            && _utf8[closed.HeadEnd..token.Start].Count((byte)'\n') >= MinElementLines;
        if (isLong)
        {
            while (_passages.Count > 0 && _passages[^1].Remainder.Start.Value > closed.Position)
            {
                _passages.RemoveAt(_passages.Count - 1);
            }

            _passages.Add(new CodePassage(CodePassageKind.Elements, closed.HeadEnd..token.Start));
        }
    }
}
