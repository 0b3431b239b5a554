using System.Runtime.CompilerServices;
using Headroom.Context.Messages;
using Microsoft.Extensions.AI;

namespace Headroom.Extensions.AI;

/// <summary>Compresses tool results on their way to the model.</summary>
/// <param name="innerClient">The client that sends them.</param>
/// <param name="compressor">Does the work, here or at a gateway.</param>
public sealed class HeadroomChatClient(IChatClient innerClient, IMessageCompressor compressor) : DelegatingChatClient(innerClient)
{
    private readonly ToolResultCompression _compression = new(compressor);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await base.GetResponseAsync(await CompressAsync(messages, options, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> compressed = await CompressAsync(messages, options, cancellationToken).ConfigureAwait(false);
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(compressed, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private Task<IReadOnlyList<ChatMessage>> CompressAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        _compression.CompressAsync([.. messages], options?.Tools?.Any(tool => tool is HeadroomRetrieval) == true, cancellationToken);
}
