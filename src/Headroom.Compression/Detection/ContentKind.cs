namespace Headroom.Compression.Detection;

/// <summary>What a block was recognised as. Each kind has at most one compressor.</summary>
public enum ContentKind
{
    /// <summary>Nothing more special was recognised.</summary>
    Text,

    /// <summary>One JSON value, or several (JSON Lines, concatenated), and nothing else but white space.</summary>
    Json,

    /// <summary>Log lines, by positional evidence: time stamps and levels where a logger puts them, stack frames.</summary>
    Log,
}
