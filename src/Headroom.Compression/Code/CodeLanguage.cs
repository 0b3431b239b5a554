namespace Headroom.Compression.Code;

/// <summary>A language whose structure is known.</summary>
public enum CodeLanguage
{
    /// <summary>Unknown, or not code.</summary>
    None,

    /// <summary>Python 3.</summary>
    Python,

    /// <summary>JavaScript, with or without JSX.</summary>
    JavaScript,

    /// <summary>TypeScript, with or without JSX.</summary>
    TypeScript,

    /// <summary>Go.</summary>
    Go,

    /// <summary>Rust.</summary>
    Rust,

    /// <summary>Java.</summary>
    Java,

    /// <summary>C.</summary>
    C,

    /// <summary>C++.</summary>
    Cpp,

    /// <summary>C#.</summary>
    CSharp,

    /// <summary>Kotlin.</summary>
    Kotlin,

    /// <summary>Ruby.</summary>
    Ruby,

    /// <summary>PHP, with the markup around it.</summary>
    Php,

    /// <summary>POSIX shell and Bash.</summary>
    Shell,

    /// <summary>SQL: the standard, PostgreSQL, MySQL.</summary>
    Sql,
}
