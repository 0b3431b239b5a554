using Headroom.Context.Messages;
using Headroom.Extensions.AI;

// Where the other Use… methods are.
namespace Microsoft.Extensions.AI;

/// <summary>Headroom in a chat pipeline.</summary>
public static class HeadroomChatClientBuilderExtensions
{
    /// <summary>Compresses tool results on their way to the model. Stands behind <c>UseFunctionInvocation</c>, so that it sees each of them.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="compressor">Does the work, here or at a gateway.</param>
    public static ChatClientBuilder UseHeadroom(this ChatClientBuilder builder, IMessageCompressor compressor) =>
        builder.Use(inner => new HeadroomChatClient(inner, compressor));
}
