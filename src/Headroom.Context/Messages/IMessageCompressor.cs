namespace Headroom.Context.Messages;

/// <summary>Compresses messages for a program that sends them on itself, and gives back what was left out: in this process, or at a gateway.</summary>
public interface IMessageCompressor
{
    /// <summary>Compresses the tool results in a list of messages.</summary>
    /// <param name="messages">JSON: a list of messages of Anthropic or OpenAI shape, or an object that holds one as <c>messages</c>.</param>
    /// <param name="options">What the caller chooses; everything has a default.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The messages; as they came where <see cref="CompressionResult.Failure"/> says that they could not be compressed.</returns>
    /// <exception cref="ArgumentException">The text is no list of messages.</exception>
    Task<CompressionResult> CompressAsync(string messages, MessageOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gives back what a marker stands for.</summary>
    /// <param name="hash">The 24 hexadecimal digits from the marker.</param>
    /// <param name="query">Words to look for; what matches comes back, best first.</param>
    /// <param name="range">First and last row or line, such as <c>100-199</c>.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<RetrievedText> RetrieveAsync(string hash, string? query = null, string? range = null, CancellationToken cancellationToken = default);
}

/// <summary>Compressed messages.</summary>
/// <param name="Messages">The list, JSON.</param>
/// <param name="TokensBefore">Tokens of their texts before.</param>
/// <param name="TokensAfter">Tokens now, markers included.</param>
/// <param name="Transforms">The stages that changed something.</param>
/// <param name="Hashes">The handles of the originals.</param>
public sealed record CompressionResult(string Messages, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Hashes)
{
    /// <value>Tokens that need not be sent.</value>
    public long TokensSaved => TokensBefore - TokensAfter;

    /// <value>Why the messages are as they came; <c>null</c> where nothing went wrong.</value>
    public string? Failure { get; init; }

    /// <summary>The messages as they came, since something went wrong: a model call goes on without us.</summary>
    public static CompressionResult Unchanged(string messages, string failure) => new(messages, 0, 0, [], []) { Failure = failure };
}

/// <summary>What a marker stands for.</summary>
/// <param name="Text">The original or the part asked for; where there is none, what a model should do instead.</param>
/// <param name="IsFound">Whether it is the original.</param>
public sealed record RetrievedText(string Text, bool IsFound);
