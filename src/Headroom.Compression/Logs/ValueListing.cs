namespace Headroom.Compression.Logs;

/// <summary>How many of the values that tell lines of one template apart a summary lists.</summary>
internal enum ValueListing
{
    /// <summary>All if they are few, else a range or the most frequent ones, with the number of distinct ones.</summary>
    Brief,

    /// <summary>All unless they are very many, since they tell one error from another.</summary>
    Ample,

    /// <summary>All, line by line, however many: each is a failure of its own.</summary>
    Every,
}
