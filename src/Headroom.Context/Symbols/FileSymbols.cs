using System.Text;
using Headroom.Compression.Code;

namespace Headroom.Context.Symbols;

/// <summary>A type or a function of a project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Path">The file that declares it, from the project's directory, with slashes.</param>
/// <param name="Line">The line on which it is declared, from 1.</param>
/// <param name="Lines">How many lines its declaration takes, its body among them.</param>
/// <param name="Depth">How many declarations hold it.</param>
/// <param name="Signature">Its first line as it stands, without the space around it.</param>
public sealed record Symbol(string Name, CodeDeclarationKind Kind, string Path, int Line, int Lines, int Depth, string Signature);

/// <summary>What one source file declares, imports and mentions.</summary>
/// <param name="Declarations">Types and functions with names, in their order.</param>
/// <param name="Imports">What it imports, statement by statement.</param>
/// <param name="Names">Every name in it, once.</param>
/// <param name="Functions">What its functions mention, in their order.</param>
public sealed record FileSymbols(
    IReadOnlyList<Symbol> Declarations, IReadOnlyList<string> Imports, IReadOnlySet<string> Names, IReadOnlyList<FunctionMentions> Functions)
{
    private const int MaxSignature = 240;
    private const int LeastName = 3;
    private static readonly BuiltInOutline Outline = new();

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path from the project's directory.</param>
    /// <param name="utf8">Its text.</param>
    /// <param name="language">Its language.</param>
    public static FileSymbols Read(string path, ReadOnlySpan<byte> utf8, CodeLanguage language)
    {
        CodeOutline outline = Outline.Read(utf8, language);
        var lines = new LineNumbers(utf8);
        var symbols = new List<Symbol>(outline.Declarations.Count);
        var depths = new int[outline.Declarations.Count];
        for (int i = 0; i < outline.Declarations.Count; i++)
        {
            CodeDeclaration declaration = outline.Declarations[i];
            depths[i] = declaration.Parent < 0 ? 0 : depths[declaration.Parent] + 1;
            string name = Text(utf8, declaration.Name);
            if (name.Length > 0)
            {
                int first = lines.At(declaration.Signature.Start.Value), last = lines.At(Math.Max(declaration.Body.End.Value, declaration.Signature.End.Value));
                symbols.Add(new Symbol(name, declaration.Kind, path, first, last - first + 1, depths[i], FirstLine(Text(utf8, declaration.Signature))));
            }
        }

        var imports = new List<string>(outline.Imports.Count);
        foreach (Range import in outline.Imports)
        {
            imports.Add(FirstLine(Text(utf8, import)));
        }

        var functions = new FunctionNames(utf8, outline.Declarations);
        return new FileSymbols(symbols, imports, NamesIn(utf8, functions), functions.Read());
    }

    /// <summary>The lines, from 1, on which a name stands as a word.</summary>
    public static IReadOnlyList<int> LinesWith(ReadOnlySpan<byte> utf8, string name, int most)
    {
        byte[] word = Encoding.UTF8.GetBytes(name);
        List<int> found = [];
        int line = 1;
        while (!utf8.IsEmpty && found.Count < most)
        {
            int end = utf8.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? utf8 : utf8[..end];
            if (HasWord(text, word))
            {
                found.Add(line);
            }

            utf8 = end < 0 ? default : utf8[(end + 1)..];
            line++;
        }

        return found;
    }

    private static bool HasWord(ReadOnlySpan<byte> text, byte[] word)
    {
        for (int from = 0; text[from..].IndexOf(word) is var at and >= 0; from += at + word.Length)
        {
            int start = from + at, end = start + word.Length;
            if ((start == 0 || !IsNamePart(text[start - 1])) && (end == text.Length || !IsNamePart(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> NamesIn(ReadOnlySpan<byte> utf8, FunctionNames functions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> byText = names.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[128];
        for (int i = 0; i < utf8.Length; i++)
        {
            int start = i;
            while (i < utf8.Length && IsNamePart(utf8[i]))
            {
                i++;
            }

            int length = i - start;
            if (length is >= LeastName and <= 128 && !char.IsAsciiDigit((char)utf8[start]))
            {
                ReadOnlySpan<char> name = buffer[..Encoding.UTF8.GetChars(utf8.Slice(start, length), buffer)];
                byText.Add(name);
                functions.Mention(start, byText.TryGetValue(name, out string? held) ? held : "");
            }
        }

        return names;
    }

    private static bool IsNamePart(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'$' or >= 0x80;

    private static string Text(ReadOnlySpan<byte> utf8, Range range) => Encoding.UTF8.GetString(utf8[range]);

    private static string FirstLine(string text)
    {
        string line = text.Split('\n', 2)[0].Trim();
        return line.Length <= MaxSignature ? line : line[..MaxSignature] + "…";
    }
}
