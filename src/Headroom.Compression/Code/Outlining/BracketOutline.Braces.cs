using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <content>What parentheses and braces hold, told from the header before them.</content>
internal ref partial struct BracketOutline
{
    private readonly void Parameters(ref StatementHeader header)
    {
        if (_last.Kind != CodeTokenKind.Word)
        {
            // new Map<K, V>(…), operator()(…), [Symbol.iterator](…), function (…)
            if (header.Has(HeaderParts.Function | HeaderParts.Operator) || _last.Kind == CodeTokenKind.Close || LastIs((byte)'>'))
            {
                bool isNamed = !header.Name.Equals(default) || !LastIs((byte)'>');
                header.Name = isNamed ? header.Name : header.Generic;
                header.Parts |= HeaderParts.Parameters;
            }

            return;
        }

        ReadOnlySpan<byte> word = _utf8[_last.Start.._last.End];
        if (_language == CodeLanguage.Rust && word.SequenceEqual("fn"u8))
        {
            header.Parts &= ~HeaderParts.Function;
        }

        bool isNoParameters = header.Has(HeaderParts.Annotation) || word.StartsWith("__"u8) || word.SequenceEqual("alignas"u8) || word.SequenceEqual("pub"u8)
            || (_isCFamily && word.SequenceEqual("requires"u8))
            || (_isCFamily && header.Has(HeaderParts.Type) && IsMacro(word));
        if (isNoParameters)
        {
            header.Parts &= ~HeaderParts.Annotation;
            return;
        }

        bool names = header.Name.Equals(default) || (_language == CodeLanguage.Go && !header.Has(HeaderParts.Parameters | HeaderParts.Assignment))
            || (_isCFamily && !header.Has(HeaderParts.Initialisers) && IsMacro(_utf8[header.Name]));
        if (names && WordRoles.Of(word, _language) is WordRole.None)
        {
            header.Name = _last.Start.._last.End;
        }

        if (_language == CodeLanguage.Cpp && _utf8[header.Start..].StartsWith("template"u8))
        {
            // What has been assigned so far are defaults of the template's parameters.
            header.Parts &= ~HeaderParts.Assignment;
        }

        // A receiver stands between "func" and the name.
        if (_language != CodeLanguage.Go || !word.SequenceEqual("func"u8))
        {
            header.Parts |= HeaderParts.Parameters;
        }
    }

    private static bool IsMacro(ReadOnlySpan<byte> name) => name.IndexOfAnyInRange((byte)'a', (byte)'z') < 0;

    private readonly FrameKind KindOfBraces(in BracketFrame holder)
    {
        StatementHeader header = holder.Header;
        if (_last.Kind == CodeTokenKind.Sign && (LastIs("=>"u8) || (LastIs("->"u8) && _language is CodeLanguage.Java)))
        {
            return FrameKind.Function;
        }

        if (header.Has(HeaderParts.Function))
        {
            return OpensFunction(header) ? FrameKind.Function : FrameKind.Inline;
        }

        bool isFunctionOfC = _isCFamily && header.Has(HeaderParts.Parameters) && !header.Has(HeaderParts.Assignment) && IsBehindParameters();
        if (header.Has(HeaderParts.Type) && !isFunctionOfC)
        {
            return FrameKind.Type;
        }

        if (header.Has(HeaderParts.Control))
        {
            return FrameKind.Control;
        }

        if (header.Has(HeaderParts.New))
        {
            return _language == CodeLanguage.CSharp ? FrameKind.Elements : FrameKind.Type;
        }

        if (header.Has(HeaderParts.Parameters) && !header.Has(HeaderParts.Assignment) && MayHoldFunctions(holder))
        {
            return OpensFunction(header) ? FrameKind.Function : FrameKind.Inline;
        }

        if (_last.Kind == CodeTokenKind.Word && OpensWithoutParameters(holder, _utf8[_last.Start.._last.End], out FrameKind kind))
        {
            return kind;
        }

        // A block of statements of its own.
        bool isBlock = holder.Header.Start == _last.End || (holder.Kind is FrameKind.Function or FrameKind.Control && LastIs((byte)';'));
        return isBlock ? FrameKind.Control : FrameKind.Elements;
    }

    // Functions stand in files and types, in JavaScript also among the members of objects.
    private readonly bool MayHoldFunctions(in BracketFrame holder) =>
        holder.Kind is FrameKind.File or FrameKind.Type || (_isScript && holder.Kind == FrameKind.Elements && holder.Open == '{');

    private readonly bool IsBehindParameters() => _last.Kind switch
    {
        CodeTokenKind.Close => true,
        CodeTokenKind.Word => WordRoles.Of(_utf8[_last.Start.._last.End], _language) == WordRole.None && IsQualifier(_utf8[_last.Start.._last.End]),
        _ => false,
    };

    private static bool IsQualifier(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("const"u8) || word.SequenceEqual("noexcept"u8) || word.SequenceEqual("override"u8) || word.SequenceEqual("final"u8) || IsMacro(word);

    // Whether braces behind parameters begin the body, and are not part of the result's type or of an initialiser.
    private readonly bool OpensFunction(in StatementHeader header)
    {
        if (!header.Has(HeaderParts.Parameters))
        {
            return false;
        }

        if (_language == CodeLanguage.Cpp && header.Has(HeaderParts.Initialisers))
        {
            return _last.Kind == CodeTokenKind.Close;
        }

        if (_isScript)
        {
            return !(_last.Kind == CodeTokenKind.Sign && !LastIs((byte)'>')) && !LastIs("is"u8) && !LastIs("keyof"u8);
        }

        if (_language == CodeLanguage.Kotlin && header.Has(HeaderParts.Assignment))
        {
            return false;
        }

        return _language != CodeLanguage.Go || !(LastIs("interface"u8) || LastIs("struct"u8));
    }

    private readonly bool OpensWithoutParameters(in BracketFrame holder, ReadOnlySpan<byte> word, out FrameKind kind)
    {
        bool isFirst = holder.Header.Start == _last.Start;
        kind = FrameKind.Function;
        switch (_language)
        {
            case CodeLanguage.CSharp when holder.Kind == FrameKind.Property:
                return IsAccessor(word);
            case CodeLanguage.CSharp when holder.Kind == FrameKind.Type && !holder.Header.Has(HeaderParts.Assignment):
                kind = FrameKind.Property;
                return true;
            case CodeLanguage.Java or CodeLanguage.JavaScript or CodeLanguage.TypeScript:
                return isFirst && holder.Kind == FrameKind.Type && word.SequenceEqual("static"u8);
            case CodeLanguage.Kotlin:
                return isFirst && holder.Kind == FrameKind.Type && word.SequenceEqual("init"u8);
            default:
                return false;
        }
    }

    private static bool IsAccessor(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("get"u8) || word.SequenceEqual("set"u8) || word.SequenceEqual("init"u8) || word.SequenceEqual("add"u8) || word.SequenceEqual("remove"u8);
}
