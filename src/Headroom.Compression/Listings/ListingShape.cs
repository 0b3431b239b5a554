namespace Headroom.Compression.Listings;

/// <summary>What kind of list of files or commits a block is.</summary>
internal enum ListingShape
{
    /// <summary>None.</summary>
    None,

    /// <summary>A path on every line: <c>find</c>, <c>git ls-files</c>, <c>rg --files</c>, also with a count behind it: <c>grep -c</c>.</summary>
    Paths,
}
