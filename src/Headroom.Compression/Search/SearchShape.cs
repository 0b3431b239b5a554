namespace Headroom.Compression.Search;

/// <summary>How a search tool printed its hits.</summary>
internal enum SearchShape
{
    /// <summary>Not at all: this is something else.</summary>
    None,

    /// <summary>
    /// <c>path:12:text</c> with context as <c>path-12-text</c>: <c>grep -rn</c>, <c>git grep -n</c>, <c>rg</c>; a column may follow.
    /// </summary>
    Numbered,

    /// <summary><c>path:text</c>: <c>grep -r</c>.</summary>
    Unnumbered,

    /// <summary><c>12:text</c>: <c>grep -n</c> in one file.</summary>
    SingleFile,

    /// <summary>The path on a line, below it <c>12:text</c>, then an empty line: <c>rg --heading</c>.</summary>
    Heading,

    /// <summary>One event per line: <c>rg --json</c>.</summary>
    Events,
}
