namespace Headroom.Compression.Listings;

/// <summary>What kind of list of files or commits a block is.</summary>
internal enum ListingShape
{
    /// <summary>None.</summary>
    None,

    /// <summary>A path on every line: <c>find</c>, <c>git ls-files</c>, <c>rg --files</c>, also with a count behind it: <c>grep -c</c>.</summary>
    Paths,

    /// <summary>What <c>tree</c> draws.</summary>
    Tree,

    /// <summary><c>ls -l</c>, also of several directories.</summary>
    Long,

    /// <summary><c>git log</c>, with or without <c>--stat</c>.</summary>
    Commits,

    /// <summary><c>git log --oneline</c>.</summary>
    Oneline,
}
