using System.Net;

namespace Headroom.Gateway.Upstreams;

/// <summary>A request that cannot go upstream, for a reason that its client or the gateway's configuration can mend.</summary>
/// <param name="status">The status to answer with.</param>
/// <param name="message">The reason, for the client's eyes.</param>
/// <param name="cause">What failed, where something did.</param>
internal sealed class RefusedRequestException(int status, string message, Exception? cause = null) : HttpRequestException(message, cause, (HttpStatusCode)status)
{
    /// <value>The status to answer with.</value>
    public int Status { get; } = status;
}
