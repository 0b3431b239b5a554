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

    /// <summary>An HTML page or a part of one, or well-formed XML with runs of elements of one name; components and templates are none.</summary>
    Markup,

    /// <summary>One table with cells in every row: delimited values, Markdown, boxes, columns that spaces align.</summary>
    Table,

    /// <summary>Text that tells a reader nothing: base64, hexadecimal, dumps of bytes, PEM, one long line with hardly a space.</summary>
    Opaque,

    /// <summary>Settings: YAML, TOML, INI. They stay as they are.</summary>
    Config,

    /// <summary>Several of these one after the other.</summary>
    Mixed,
}
