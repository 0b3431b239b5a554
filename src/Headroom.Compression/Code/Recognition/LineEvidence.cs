namespace Headroom.Compression.Code.Recognition;

/// <summary>What a line says about its language: forms at its beginning and end that prose does not have.</summary>
internal static class LineEvidence
{
    /// <summary>Where points stand that Java and C# share.</summary>
    public const int Shared = (int)CodeLanguage.None;

    /// <summary>Where points stand that C# shares with scripts.</summary>
    public const int Closures = (int)CodeLanguage.Sql + 1;

    /// <summary>How many places there are for points.</summary>
    public const int Slots = Closures + 1;

    /// <summary>Adds what one line says.</summary>
    /// <param name="line">A line without white space around it.</param>
    /// <param name="scores">Points by language.</param>
    public static void Add(ReadOnlySpan<byte> line, Span<int> scores)
    {
        if (line.Length < 2)
        {
            return;
        }

        byte end = line[^1];
        switch (line[0])
        {
            case (byte)'*':
                return;
            case (byte)'#':
                Hash(line, scores);
                return;
            case (byte)'@':
                scores[(int)CodeLanguage.Java] += line.SequenceEqual("@Override"u8) ? 3 : 0;
                int space = line.IndexOf((byte)' ');
                line = space < 0 ? "@-"u8 : line[(space + 1)..];
                break;
            case (byte)'<':
                return;
            case (byte)'[':
                scores[(int)CodeLanguage.CSharp] += end == ']' && char.IsAsciiLetterUpper((char)line[1]) && char.IsAsciiLetterLower((char)line[^2]) | line[^2] == ')' ? 1 : 0;
                return;
            case (byte)'$':
                scores[(int)CodeLanguage.Php] += end == ';' && line.IndexOf((byte)'=') > 0 ? 2 : 0;
                return;
            case (byte)'/':
                scores[(int)CodeLanguage.CSharp] += line.StartsWith("/// <summary>"u8) ? 2 : 0;
                return;
            default:
                break;
        }

        if (char.IsAsciiLetterUpper((char)line[0]))
        {
            Sql(line, scores);
        }

        Words(line, end, scores);
    }

    private static void Hash(ReadOnlySpan<byte> line, Span<int> scores)
    {
        if (line.StartsWith("#!["u8))
        {
            scores[(int)CodeLanguage.Rust] += 3;
        }
        else if (line.StartsWith("#include <"u8) || line.StartsWith("#include \""u8))
        {
            scores[(int)CodeLanguage.C] += 3;
        }
        else if (line.StartsWith("#define "u8) || line.StartsWith("#ifndef "u8) || line.StartsWith("#ifdef "u8))
        {
            scores[(int)CodeLanguage.C] += 1;
        }
        else if (line.StartsWith("#region "u8) || line.StartsWith("#nullable "u8))
        {
            scores[(int)CodeLanguage.CSharp] += 2;
        }
        else if (line.StartsWith("#[derive("u8) || line.StartsWith("#[cfg("u8) || line.SequenceEqual("#[test]"u8))
        {
            scores[(int)CodeLanguage.Rust] += 3;
        }
    }

    private static void Sql(ReadOnlySpan<byte> line, Span<int> scores)
    {
        bool isStatement = line.StartsWith("CREATE TABLE "u8) || line.StartsWith("CREATE OR REPLACE "u8) || line.StartsWith("CREATE INDEX "u8)
            || line.StartsWith("INSERT INTO "u8) || line.StartsWith("ALTER TABLE "u8) || line.StartsWith("CREATE FUNCTION "u8) || line.StartsWith("DROP TABLE "u8);
        scores[(int)CodeLanguage.Sql] += isStatement ? 3 : 0;
    }

    private static void Words(ReadOnlySpan<byte> line, byte end, Span<int> scores)
    {
        ReadOnlySpan<byte> rest = SkipModifiers(line, out bool isPublic, out bool isExported);
        int space = rest.IndexOfAny((byte)' ', (byte)'(');
        ReadOnlySpan<byte> first = space < 0 ? rest : rest[..space];
        bool opens = end == '{';
        bool ends = end == ';';
        bool hasCall = rest.IndexOf((byte)'(') > 0;
        ref int python = ref scores[(int)CodeLanguage.Python];
        ref int script = ref scores[(int)CodeLanguage.JavaScript];
        ref int typed = ref scores[(int)CodeLanguage.TypeScript];
        ref int go = ref scores[(int)CodeLanguage.Go];
        ref int rust = ref scores[(int)CodeLanguage.Rust];
        ref int java = ref scores[(int)CodeLanguage.Java];
        ref int cpp = ref scores[(int)CodeLanguage.Cpp];
        ref int sharp = ref scores[(int)CodeLanguage.CSharp];
        ref int kotlin = ref scores[(int)CodeLanguage.Kotlin];
        ref int ruby = ref scores[(int)CodeLanguage.Ruby];
        ref int shell = ref scores[(int)CodeLanguage.Shell];
        if (isPublic && (ends || opens || hasCall || end == ','))
        {
            scores[Shared]++;
        }

        switch (first.Length)
        {
            case 2:
                rust += first.SequenceEqual("fn"u8) && hasCall ? 3 : 0;
                shell += first.SequenceEqual("fi"u8) ? 2 : first.SequenceEqual("if"u8) && line.StartsWith("if ["u8) ? 2 : 0;
                go += first.SequenceEqual("if"u8) && rest.SequenceEqual("if err != nil {"u8) ? 3 : 0;
                break;
            case 3:
                python += first.SequenceEqual("def"u8) && end == ':' && hasCall ? 3 : 0;
                ruby += first.SequenceEqual("def"u8) && end != ':' && end != '{' ? 2 : 0;
                ruby += rest.SequenceEqual("end"u8) ? 1 : 0;
                kotlin += first.SequenceEqual("fun"u8) && hasCall && (opens || end == '=' || rest.IndexOf(" = "u8) > 0) ? 3 : first.SequenceEqual("val"u8) && !ends ? 1 : 0;
                rust += first.SequenceEqual("let"u8) && ends && rest.StartsWith("let mut "u8) ? 3 : first.SequenceEqual("use"u8) && ends && rest.IndexOf("::"u8) > 0 ? 3 : 0;
                rust += first.SequenceEqual("use"u8) && opens && rest.EndsWith("::{"u8) ? 3 : 0;
                rust += first.SequenceEqual("let"u8) && ends ? 1 : 0;
                rust += first.SequenceEqual("mod"u8) && (ends || opens) ? 1 : 0;
                script += first.SequenceEqual("let"u8) && rest.IndexOf(" = "u8) > 0 && (ends || opens) ? 1 : 0;
                scores[Closures] += first.SequenceEqual("var"u8) && rest.IndexOf(" = "u8) > 0 && (ends || opens) ? 1 : 0;
                scores[(int)CodeLanguage.Php] += first.SequenceEqual("use"u8) && ends && rest.IndexOf((byte)'\\') > 0 ? 3 : 0;
                break;
            case 4:
                python += first.SequenceEqual("from"u8) && rest.IndexOf(" import "u8) > 0 && !ends ? 3 : first.SequenceEqual("elif"u8) && end == ':' ? 2 : 0;
                go += first.SequenceEqual("func"u8) && opens ? 3 : first.SequenceEqual("type"u8) && (rest.EndsWith(" struct {"u8) || rest.EndsWith(" interface {"u8)) ? 3 : 0;
                rust += first.SequenceEqual("impl"u8) && opens ? 3 : first.SequenceEqual("enum"u8) && isPublic && opens ? 1 : 0;
                typed += isExported && first.SequenceEqual("type"u8) ? 4 : first.SequenceEqual("type"u8) && rest.IndexOf(" = "u8) > 0 ? 2 : 0;
                shell += first.SequenceEqual("done"u8) || first.SequenceEqual("esac"u8) ? 2 : 0;
                kotlin += first.SequenceEqual("data"u8) && rest.StartsWith("data class "u8) ? 3 : 0;
                break;
            case 5:
                Class(rest, end, isExported, scores, first);
                sharp += first.SequenceEqual("using"u8) && ends && rest.IndexOfAny((byte)'(', (byte)'=') < 0 && !rest.StartsWith("using namespace "u8) ? 2 : 0;
                cpp += rest.StartsWith("using namespace "u8) && ends ? 4 : 0;
                script += first.SequenceEqual("const"u8) && rest.IndexOf(" = "u8) > 0 && rest.IndexOf((byte)':') < 0 ? 2 : 0;
                python += first.SequenceEqual("async"u8) && rest.StartsWith("async def "u8) ? 3 : 0;
                break;
            case 6:
                Import(rest, ends, end, scores, first);
                rust += first.SequenceEqual("struct"u8) && isPublic && opens ? 2 : 0;
                scores[(int)CodeLanguage.C] += first.SequenceEqual("struct"u8) && !isPublic && opens ? 2 : first.SequenceEqual("static"u8) && (ends || end == ')' || opens) ? 1 : 0;
                ruby += line.Length > 7 && line.StartsWith("module "u8) && char.IsAsciiLetterUpper((char)line[7]) && !opens ? 2 : 0;
                break;
            case 7:
                go += first.SequenceEqual("package"u8) && rest.IndexOfAny((byte)';', (byte)'.') < 0 && rest.LastIndexOf((byte)' ') == 7 ? 3 : 0;
                java += first.SequenceEqual("package"u8) && ends ? 3 : 0;
                ruby += first.SequenceEqual("require"u8) && end is (byte)'\'' or (byte)'"' ? 3 : 0;
                scores[(int)CodeLanguage.C] += first.SequenceEqual("typedef"u8) ? 3 : 0;
                break;
            case 8:
                script += first.SequenceEqual("function"u8) && hasCall && opens ? 3 : 0;
                cpp += first.StartsWith("template"u8) ? 4 : 0;
                break;
            case 9:
                typed += first.SequenceEqual("interface"u8) && isExported ? 4 : 0;
                sharp += first.SequenceEqual("namespace"u8) && !opens ? 2 : 0;
                cpp += first.SequenceEqual("namespace"u8) && opens ? 2 : 0;
                scores[(int)CodeLanguage.Php] += first.SequenceEqual("namespace"u8) && ends && rest.IndexOf((byte)'\\') > 0 ? 4 : 0;
                break;
            default:
                break;
        }

        Anywhere(rest, end, scores);
    }

    private static void Class(ReadOnlySpan<byte> rest, byte end, bool isExported, Span<int> scores, ReadOnlySpan<byte> first)
    {
        if (!first.SequenceEqual("class"u8))
        {
            return;
        }

        scores[(int)CodeLanguage.Python] += end == ':' ? 3 : 0;
        scores[(int)CodeLanguage.Ruby] += end != ':' && end != '{' && end != ';' && (rest.IndexOf(" < "u8) > 0 || rest.LastIndexOf((byte)' ') == 5) ? 1 : 0;
        scores[(int)CodeLanguage.JavaScript] += end == '{' && !isExported ? 1 : 0;
        scores[(int)CodeLanguage.TypeScript] += rest.IndexOf(" implements "u8) > 0 && isExported ? 2 : 0;
    }

    private static void Import(ReadOnlySpan<byte> rest, bool ends, byte end, Span<int> scores, ReadOnlySpan<byte> first)
    {
        if (!first.SequenceEqual("import"u8) || rest.Length < 8)
        {
            return;
        }

        bool isQuoted = rest.TrimEnd((byte)';')[^1] is (byte)'\'' or (byte)'"';
        bool isDotted = rest[7..].TrimEnd((byte)';').IndexOfAny((byte)' ', (byte)'"', (byte)'\'') < 0;
        scores[(int)CodeLanguage.TypeScript] += isQuoted && rest.StartsWith("import type "u8) ? 4 : 0;
        scores[(int)CodeLanguage.JavaScript] += isQuoted && (rest.IndexOf(" from "u8) > 0 || rest[7] is (byte)'\'' or (byte)'"') ? 3 : end == '{' ? 2 : 0;
        scores[(int)CodeLanguage.Java] += ends && !isQuoted ? 3 : 0;
        scores[(int)CodeLanguage.Python] += isDotted && !ends || rest.IndexOf(" as "u8) > 0 && !isQuoted && !ends ? 2 : 0;
        scores[(int)CodeLanguage.Kotlin] += isDotted && !ends && rest.IndexOf((byte)'.') > 0 ? 2 : 0;
        scores[(int)CodeLanguage.Go] += end == '(' || (isQuoted && rest[7] == '"' && !ends) ? 2 : 0;
    }

    private static void Anywhere(ReadOnlySpan<byte> rest, byte end, Span<int> scores)
    {
        scores[(int)CodeLanguage.Python] += rest.StartsWith("self."u8) ? 1 : rest.StartsWith("if __name__ =="u8) ? 5 : 0;
        scores[(int)CodeLanguage.Cpp] += rest.SequenceEqual("public:"u8) || rest.SequenceEqual("private:"u8) ? 3 : rest.IndexOf("std::"u8) >= 0 ? 1 : 0;
        scores[(int)CodeLanguage.CSharp] += rest.IndexOf("{ get;"u8) > 0 ? 3
            : rest.StartsWith("async Task"u8) || rest.StartsWith("foreach (var "u8) || rest.IndexOf(" is not null"u8) > 0 ? 2
            : rest.IndexOf(" out var "u8) > 0 || rest.StartsWith("await "u8) && rest.IndexOf("Async("u8) > 0 ? 1 : 0;
        scores[(int)CodeLanguage.C] += IsPointing(rest, end) || (end == ';' && (rest.IndexOf("sizeof("u8) > 0 || rest.StartsWith("char *"u8))) ? 1
            : end == '{' && rest.IndexOf((byte)'(') > 0 && (rest.StartsWith("void "u8) || rest.StartsWith("int "u8)) && rest.Contains((byte)'*') ? 2 : 0;
        scores[(int)CodeLanguage.Rust] += rest.IndexOf("&self"u8) > 0 || rest.IndexOf("&mut "u8) > 0 || rest.EndsWith(") => {"u8) ? 2
            : rest.IndexOf(".unwrap()"u8) > 0 || (end == '{' && rest.IndexOf(") -> "u8) > 0) ? 1 : 0;
        scores[(int)CodeLanguage.Go] += rest.IndexOf(" := "u8) > 0 ? 1 : 0;
        scores[(int)CodeLanguage.Ruby] += end == '|' && rest.IndexOf(" do |"u8) > 0 ? 3 : rest.StartsWith("attr_"u8) ? 3 : 0;
        scores[(int)CodeLanguage.Shell] += rest.EndsWith("; then"u8) ? 3 : 0;
        if (end == ';' && (rest.IndexOf("?: "u8) > 0 || rest.IndexOf("): "u8) > 0 || rest.StartsWith("readonly "u8)))
        {
            scores[(int)CodeLanguage.TypeScript]++;
        }

        if (end is (byte)'{' or (byte)';' or (byte)',' && (rest.IndexOf(": string"u8) > 0 || rest.IndexOf(": number"u8) > 0 || rest.IndexOf(": boolean"u8) > 0))
        {
            scores[(int)CodeLanguage.TypeScript] += 2;
        }

        bool isScript = rest.StartsWith("module.exports"u8) || rest.EndsWith(") => {"u8) || rest.SequenceEqual("'use strict';"u8);
        scores[(int)CodeLanguage.JavaScript] += isScript ? 2 : 0;
        scores[Closures] += rest.SequenceEqual("});"u8) ? 2 : 0;
    }

    // a->b, as C writes it: without spaces, and no variable of PHP before it.
    private static bool IsPointing(ReadOnlySpan<byte> rest, byte end)
    {
        int arrow = end is (byte)';' or (byte)'{' or (byte)')' ? rest.IndexOf("->"u8) : -1;
        return arrow > 0 && rest[arrow - 1] != ' ' && !rest.Contains((byte)'$');
    }

    private static ReadOnlySpan<byte> SkipModifiers(ReadOnlySpan<byte> line, out bool isPublic, out bool isExported)
    {
        isPublic = false;
        isExported = false;
        while (true)
        {
            int space = line.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = space < 0 ? default : line[..space];
            bool isAccess = word.SequenceEqual("public"u8) || word.SequenceEqual("private"u8) || word.SequenceEqual("protected"u8) || word.SequenceEqual("internal"u8);
            bool isExport = word.SequenceEqual("export"u8) || word.SequenceEqual("declare"u8) || word.SequenceEqual("default"u8);
            bool isOther = word.SequenceEqual("pub"u8) || word.SequenceEqual("abstract"u8) || word.SequenceEqual("sealed"u8) || word.SequenceEqual("final"u8)
                || word.SequenceEqual("override"u8) || word.SequenceEqual("suspend"u8);
            if (!isAccess && !isExport && !isOther)
            {
                return line;
            }

            isPublic |= isAccess;
            isExported |= isExport;
            line = line[(space + 1)..];
            if (line.IsEmpty)
            {
                return "-"u8;
            }
        }
    }
}
