using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Code.Recognition;

/// <summary>Tells a language by the name of a file.</summary>
internal static class LanguageOfPath
{
    private static readonly SearchValues<byte> NoPath = SearchValues.Create(" \t<>\"'`|;()="u8);

    private static readonly FrozenDictionary<string, CodeLanguage> ByExtension = new Dictionary<string, CodeLanguage>
    {
        ["py"] = CodeLanguage.Python,
        ["pyi"] = CodeLanguage.Python,
        ["pyw"] = CodeLanguage.Python,
        ["js"] = CodeLanguage.JavaScript,
        ["jsx"] = CodeLanguage.JavaScript,
        ["mjs"] = CodeLanguage.JavaScript,
        ["cjs"] = CodeLanguage.JavaScript,
        ["ts"] = CodeLanguage.TypeScript,
        ["tsx"] = CodeLanguage.TypeScript,
        ["mts"] = CodeLanguage.TypeScript,
        ["cts"] = CodeLanguage.TypeScript,
        ["go"] = CodeLanguage.Go,
        ["rs"] = CodeLanguage.Rust,
        ["java"] = CodeLanguage.Java,
        ["c"] = CodeLanguage.C,
        ["h"] = CodeLanguage.Cpp,
        ["cc"] = CodeLanguage.Cpp,
        ["cpp"] = CodeLanguage.Cpp,
        ["cxx"] = CodeLanguage.Cpp,
        ["hh"] = CodeLanguage.Cpp,
        ["hpp"] = CodeLanguage.Cpp,
        ["hxx"] = CodeLanguage.Cpp,
        ["cs"] = CodeLanguage.CSharp,
        ["kt"] = CodeLanguage.Kotlin,
        ["kts"] = CodeLanguage.Kotlin,
        ["rb"] = CodeLanguage.Ruby,
        ["rake"] = CodeLanguage.Ruby,
        ["php"] = CodeLanguage.Php,
        ["sh"] = CodeLanguage.Shell,
        ["bash"] = CodeLanguage.Shell,
        ["sql"] = CodeLanguage.Sql,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text is a path with an extension, and nothing but that; and the language of such files, if it is known.</summary>
    public static bool TryRead(ReadOnlySpan<byte> path, out CodeLanguage language)
    {
        language = CodeLanguage.None;
        int dot = path.LastIndexOf((byte)'.');
        ReadOnlySpan<byte> extension = path[(dot + 1)..];
        if (dot < 1 || path.Length > 260 || extension.Length is 0 or > 8 || !char.IsAsciiLetter((char)extension[0]) || path.ContainsAny(NoPath))
        {
            return false;
        }

        foreach (byte b in extension)
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
            {
                return false;
            }
        }

        ByExtension.TryGetValue(Encoding.ASCII.GetString(extension), out language);
        return true;
    }
}
