using Headroom.Context.Messages;
using Microsoft.Extensions.AI;

namespace Headroom.Extensions.AI;

/// <summary>Compresses the tool results of a stored conversation; every message stays.</summary>
/// <param name="compressor">Does the work, here or at a gateway.</param>
/// <param name="canRetrieve">Whether whoever reads the conversation has <see cref="HeadroomRetrieval"/>; without it, nothing is left out.</param>
public sealed class HeadroomChatReducer(IMessageCompressor compressor, bool canRetrieve) : IChatReducer
{
    private readonly ToolResultCompression _compression = new(compressor);

    /// <inheritdoc/>
    public async Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
        await _compression.CompressAsync([.. messages], canRetrieve, cancellationToken).ConfigureAwait(false);
}
