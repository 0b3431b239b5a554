namespace Headroom.Mcp.Backends;

/// <summary>Where the tools do their work: the store of this process, or a gateway.</summary>
public interface IToolBackend
{
    /// <summary>Compresses a text, or JSON with messages message by message.</summary>
    /// <exception cref="ToolException">It could not be done; the message says why.</exception>
    Task<CompressedContent> CompressAsync(string content, string? question, CancellationToken cancellationToken);

    /// <summary>Redeems a handle.</summary>
    /// <exception cref="ToolException">There is nothing to give; the message says what to do instead.</exception>
    Task<RetrievedContent> RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken);

    /// <summary>One line on what the store or the gateway holds and saved.</summary>
    /// <exception cref="ToolException">It did not answer.</exception>
    Task<string> DescribeAsync(CancellationToken cancellationToken);
}

/// <summary>A tool could not do its work; the message is for the model.</summary>
public sealed class ToolException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What <c>headroom_compress</c> answers.</summary>
/// <param name="Compressed">What to read instead.</param>
/// <param name="Hash">The handle of the whole original; <c>null</c> where a gateway kept none because nothing was left out.</param>
/// <param name="OriginalTokens">Tokens of the original.</param>
/// <param name="CompressedTokens">Tokens of what stands in its place.</param>
/// <param name="Transforms">The stages that changed something.</param>
/// <param name="Hashes">The handles in the compressed text.</param>
public sealed record CompressedContent(
    string Compressed, string? Hash, long OriginalTokens, long CompressedTokens, IReadOnlyList<string> Transforms, IReadOnlyList<string> Hashes)
{
    /// <value>Tokens that need not be read.</value>
    public long TokensSaved => OriginalTokens - CompressedTokens;

    /// <value>Their share of the original.</value>
    public double SavingsPercent => OriginalTokens == 0 ? 0 : Math.Round(100.0 * TokensSaved / OriginalTokens, 1);

    /// <value>How to get at what is not shown.</value>
    public string Note => TokensSaved > 0
        ? "Where something is left out, a marker says how much; headroom_retrieve with its hash gives it back."
        : "It could not be made smaller and stands here whole.";
}

/// <summary>What <c>headroom_retrieve</c> answers.</summary>
/// <param name="Hash">The handle.</param>
/// <param name="Source"><c>local</c> or <c>gateway</c>.</param>
/// <param name="OriginalContent">The original, or the part that a range names; <c>null</c> for a query.</param>
/// <param name="Results">What matches the query, best first; <c>null</c> without one.</param>
/// <param name="OriginalItemCount">Rows, lines or items of the original.</param>
/// <param name="CompressedItemCount">How many of them the compressed form shows.</param>
/// <param name="RetrievalCount">How often it has been retrieved.</param>
public sealed record RetrievedContent(
    string Hash, string Source, string? OriginalContent, IReadOnlyList<string>? Results, int OriginalItemCount, int CompressedItemCount, long RetrievalCount);
