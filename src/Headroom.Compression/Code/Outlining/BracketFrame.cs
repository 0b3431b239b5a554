namespace Headroom.Compression.Code.Outlining;

/// <summary>A bracket that is open.</summary>
internal struct BracketFrame
{
    /// <summary>The bracket; 0 for the file itself.</summary>
    public byte Open;

    /// <summary>Where it stands.</summary>
    public int Position;

    /// <summary>What it holds.</summary>
    public FrameKind Kind;

    /// <summary>Whether a preprocessor condition begins or ends across one of its brackets.</summary>
    public bool IsUnsure;

    /// <summary>The declaration that it is the body of, or −1.</summary>
    public int Declaration;

    /// <summary>How many declarations there were before it.</summary>
    public int DeclarationsBefore;

    /// <summary>Whether a semicolon stood between its elements: then they are none.</summary>
    public bool HasStatements;

    /// <summary>Commas so far.</summary>
    public int Commas;

    /// <summary>Behind the last of the elements that stay.</summary>
    public int HeadEnd;

    /// <summary>The statement that is being read.</summary>
    public StatementHeader Header;
}

/// <summary>What brackets hold.</summary>
internal enum FrameKind : byte
{
    /// <summary>Statements of a file.</summary>
    File,

    /// <summary>Members of a type.</summary>
    Type,

    /// <summary>Statements of a function.</summary>
    Function,

    /// <summary>Statements under control flow.</summary>
    Control,

    /// <summary>Accessors of a property.</summary>
    Property,

    /// <summary>Elements, members or anything else.</summary>
    Elements,

    /// <summary>Part of a header: an initialiser, a type written out.</summary>
    Inline,

    /// <summary>Parameters, arguments, an expression.</summary>
    Parentheses,
}
