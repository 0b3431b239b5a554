namespace Headroom.Compression.Code.Outlining;

/// <summary>What a keyword says about the statement it stands in.</summary>
internal enum WordRole : byte
{
    /// <summary>A name, or a keyword that tells nothing.</summary>
    None,

    /// <summary>The statement declares what holds other declarations.</summary>
    Type,

    /// <summary>The statement declares a function.</summary>
    Function,

    /// <summary>The braces of the statement hold statements.</summary>
    Control,

    /// <summary>An instance is made: braces may hold its members.</summary>
    New,

    /// <summary>The statement names other files or packages.</summary>
    Import,

    /// <summary>The next sign is a name: <c>operator=</c>.</summary>
    Operator,

    /// <summary>The body of what is declared decides whether the rest compiles.</summary>
    Deduced,

    /// <summary>The word goes on with the statement of the line before.</summary>
    Continuation,

    /// <summary>An error is raised, or the program ended.</summary>
    Raise,
}

/// <summary>Keywords by language.</summary>
internal static class WordRoles
{
    private static readonly Dictionary<string, WordRole>[] ByLanguage = [.. Enum.GetValues<CodeLanguage>().Select(Words)];

    // First letters, without their case, and lengths that no keyword has are told at once.
    private static readonly ulong[][] LengthsByFirst = [.. ByLanguage.Select(Lengths)];

    /// <summary>The role of a word.</summary>
    public static WordRole Of(ReadOnlySpan<byte> word, CodeLanguage language)
    {
        int first = (word[0] | 0x20) - 'a';
        if ((uint)first >= 26 || word.Length > 63 || (LengthsByFirst[(int)language][first] & (1UL << word.Length)) == 0)
        {
            return WordRole.None;
        }

        Span<char> letters = stackalloc char[word.Length];
        for (int i = 0; i < word.Length; i++)
        {
            letters[i] = (char)word[i];
        }

        return ByLanguage[(int)language].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters, out WordRole role) ? role : WordRole.None;
    }

    private static ulong[] Lengths(Dictionary<string, WordRole> words)
    {
        ulong[] lengths = new ulong[26];
        foreach (string word in words.Keys)
        {
            lengths[(word[0] | 0x20) - 'a'] |= 1UL << word.Length;
        }

        return lengths;
    }

    private static Dictionary<string, WordRole> Words(CodeLanguage language)
    {
        var words = new Dictionary<string, WordRole>(StringComparer.Ordinal);
        Add(words, WordRole.Type, language switch
        {
            CodeLanguage.JavaScript => "class interface enum",
            CodeLanguage.TypeScript => "class interface enum namespace module",
            CodeLanguage.Go => "struct interface",
            CodeLanguage.Rust => "struct enum trait impl mod union extern",
            CodeLanguage.Java => "class interface enum record",
            CodeLanguage.C => "struct union enum extern",
            CodeLanguage.Cpp => "struct union enum class namespace extern concept",
            CodeLanguage.CSharp => "class struct interface enum record namespace extension",
            CodeLanguage.Kotlin => "class interface object",
            CodeLanguage.Php => "class interface trait enum namespace",
            CodeLanguage.Ruby => "class module",
            CodeLanguage.Python => "class",
            _ => "",
        });
        Add(words, WordRole.Function, language switch
        {
            CodeLanguage.JavaScript or CodeLanguage.TypeScript => "function",
            CodeLanguage.Php => "function fn",
            CodeLanguage.Go => "func",
            CodeLanguage.Rust => "fn",
            CodeLanguage.Kotlin => "fun",
            CodeLanguage.Ruby or CodeLanguage.Python => "def",
            _ => "",
        });
        Add(words, WordRole.Control, language is CodeLanguage.Python or CodeLanguage.Ruby or CodeLanguage.Shell or CodeLanguage.Sql
            ? ""
            : "if for while switch catch else do try finally foreach using lock synchronized fixed unsafe match loop select when with checked unchecked");
        Add(words, WordRole.New, language is CodeLanguage.Java or CodeLanguage.CSharp or CodeLanguage.Php ? "new" : "");
        Add(words, WordRole.Import, language switch
        {
            CodeLanguage.Java or CodeLanguage.Kotlin or CodeLanguage.Go => "import package",
            CodeLanguage.JavaScript or CodeLanguage.TypeScript => "import",
            CodeLanguage.Rust => "use",
            CodeLanguage.Php => "use require include",
            CodeLanguage.Python => "import from",
            _ => "",
        });
        Add(words, WordRole.Operator, language is CodeLanguage.Cpp or CodeLanguage.CSharp ? "operator" : "");
        Add(words, WordRole.Deduced, language == CodeLanguage.Cpp ? "constexpr consteval auto" : "");
        Add(words, WordRole.Continuation, "extends implements where");
        Add(words, WordRole.Raise, language switch
        {
            CodeLanguage.Go => "panic Errorf Fatal Fatalf",
            CodeLanguage.Rust => "panic bail unreachable todo unimplemented Err",
            CodeLanguage.C => "abort exit assert",
            CodeLanguage.Python or CodeLanguage.Ruby => "raise",
            CodeLanguage.Shell => "exit die",
            _ => "throw",
        });
        if (language == CodeLanguage.CSharp)
        {
            // A directive at the top of a file; below it a statement.
            words["using"] = WordRole.Import;
        }

        return words;
    }

    private static void Add(Dictionary<string, WordRole> words, WordRole role, string list)
    {
        foreach (string word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            words[word] = role;
        }
    }
}
