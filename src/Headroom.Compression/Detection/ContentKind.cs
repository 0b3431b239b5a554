namespace Headroom.Compression.Detection;

/// <summary>What a block was recognised as. Each kind has at most one compressor.</summary>
public enum ContentKind
{
    /// <summary>Prose, or nothing more special.</summary>
    Text,

    /// <summary>One JSON value, or several (JSON Lines, concatenated), and nothing else but white space.</summary>
    Json,

    /// <summary>Log lines, by positional evidence: time stamps and levels where a logger puts them, stack frames.</summary>
    Log,

    /// <summary>Output of a test runner, compiler or package manager.</summary>
    Build,

    /// <summary>A unified diff, with or without git's headers, or several.</summary>
    Diff,

    /// <summary>Hits of a search: <c>path:line:text</c> and its relatives.</summary>
    Search,

    /// <summary>Files and folders: <c>ls -l</c>, <c>tree</c>, <c>find</c>, <c>git ls-files</c>, <c>git log --stat</c>.</summary>
    Listing,

    /// <summary>Source code: a file, with or without line numbers, or several files with their names.</summary>
    Code,

    /// <summary>HTML or XML markup.</summary>
    Markup,

    /// <summary>Delimited values or a Markdown table.</summary>
    Table,

    /// <summary>Base64, hexadecimal and other text that tells a reader nothing.</summary>
    Opaque,

    /// <summary>Several of these one after the other.</summary>
    Mixed,
}
