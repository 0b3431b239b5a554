namespace Headroom.Compression.Code;

/// <summary>The structure of a source file. All ranges are bytes from its start.</summary>
/// <param name="Imports">Statements that name other files, packages or names, in their order.</param>
/// <param name="Declarations">Types and functions, in the order in which they begin; a nested one behind the one that holds it.</param>
/// <param name="Passages">Long comments and literals, in their order; none lies inside another.</param>
/// <param name="ErrorPaths">Statements that raise an error or end the program, in their order.</param>
public sealed record CodeOutline(
    IReadOnlyList<Range> Imports,
    IReadOnlyList<CodeDeclaration> Declarations,
    IReadOnlyList<CodePassage> Passages,
    IReadOnlyList<ErrorPath> ErrorPaths)
{
    /// <value>Nothing is known.</value>
    public static CodeOutline Empty { get; } = new([], [], [], []);
}

/// <summary>A type or a function.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Signature">From its first word to where its body begins.</param>
/// <param name="Body">
/// What may be replaced by an empty body without changing how the rest parses: between the braces, or from the first statement
/// (behind a documentation text) to the end of the last.
/// </param>
/// <param name="Parent">The position of the declaration that holds it, or −1.</param>
public readonly record struct CodeDeclaration(CodeDeclarationKind Kind, Range Name, Range Signature, Range Body, int Parent);

/// <summary>What is declared.</summary>
public enum CodeDeclarationKind
{
    /// <summary>A class, interface, structure, trait, module or namespace.</summary>
    Type,

    /// <summary>A function, method, constructor, accessor or closure.</summary>
    Function,
}

/// <summary>A passage that is long but no function.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Remainder">What may be left out: all but its beginning, and its end where the syntax needs one.</param>
public readonly record struct CodePassage(CodePassageKind Kind, Range Remainder);

/// <summary>What a passage is.</summary>
public enum CodePassageKind
{
    /// <summary>A block comment, or a documentation text in quotes.</summary>
    Comment,

    /// <summary>Line comments one below the other.</summary>
    LineComments,

    /// <summary>Elements of an array, object or dictionary.</summary>
    Elements,
}

/// <summary>A statement that raises an error or ends the program.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">What it raises or calls, such as <c>ValueError</c> or <c>os.Exit</c>.</param>
public readonly record struct ErrorPath(int Position, Range Name);
