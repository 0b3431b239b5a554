namespace Headroom.Remote;

/// <summary>A gateway refused, failed, or was not reached; the message says which.</summary>
/// <param name="message">One sentence, as the gateway said it where it said one.</param>
/// <param name="status">The HTTP status; <c>null</c> where there was no answer.</param>
/// <param name="cause">What failed underneath.</param>
internal sealed class RemoteGatewayException(string message, int? status, Exception? cause) : Exception(message, cause)
{
    /// <value>The HTTP status; <c>null</c> where there was no answer.</value>
    public int? Status => status;
}
