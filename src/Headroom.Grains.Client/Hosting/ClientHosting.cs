using Orleans.Configuration;

namespace Headroom.Grains.Hosting;

/// <summary>Puts the bounds of our calls into a cluster client.</summary>
public static class ClientHosting
{
    /// <summary>Bounds messages, and ends calls on the silo when they time out here. Limits of calls stand on the grain interfaces.</summary>
    public static IClientBuilder AddHeadroomClient(this IClientBuilder client) => client.AddActivityPropagation().Configure<ClientMessagingOptions>(messaging =>
    {
        messaging.MaxMessageBodySize = MessageBounds.MaxBodyBytes;
        messaging.CancelRequestOnTimeout = true;
    });
}
