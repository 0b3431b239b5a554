namespace Headroom.Compression.Code.Outlining;

/// <summary>What has been read of a statement before its braces open.</summary>
internal struct StatementHeader
{
    /// <summary>Where it begins; −1 before its first token.</summary>
    public int Start;

    /// <summary>The word before the first parentheses.</summary>
    public Range Name;

    /// <summary>The word before an angle bracket.</summary>
    public Range Generic;

    /// <summary>The word before an assignment or a colon.</summary>
    public Range Target;

    /// <summary>What it holds so far.</summary>
    public HeaderParts Parts;

    /// <summary>No token yet.</summary>
    public static StatementHeader Empty => new() { Start = -1 };

    /// <summary>Whether it holds any of some parts.</summary>
    public readonly bool Has(HeaderParts parts) => (Parts & parts) != 0;
}

/// <summary>Parts of a statement's header.</summary>
[Flags]
internal enum HeaderParts : ushort
{
    /// <summary>Nothing that tells.</summary>
    None = 0,

    /// <summary>A keyword that declares a type.</summary>
    Type = 1,

    /// <summary>A keyword that declares a function.</summary>
    Function = 2,

    /// <summary>It begins with a keyword of control flow.</summary>
    Control = 4,

    /// <summary>An assignment.</summary>
    Assignment = 8,

    /// <summary>Parentheses that may hold parameters.</summary>
    Parameters = 16,

    /// <summary>A keyword that makes an instance.</summary>
    New = 32,

    /// <summary>It begins with a keyword that names other files.</summary>
    Import = 64,

    /// <summary>An annotation whose arguments may follow.</summary>
    Annotation = 128,

    /// <summary>A colon behind parameters: initialisers in C++.</summary>
    Initialisers = 256,

    /// <summary>An operator is declared: signs are its name.</summary>
    Operator = 512,

    /// <summary>The result is computed by the compiler or its type told from the body, which therefore has to stay.</summary>
    Deduced = 1024,
}
