namespace Headroom.AppHost.Cluster;

/// <summary>A store that the cluster stands on, container or program.</summary>
/// <param name="Builder">The resource.</param>
/// <param name="Endpoint">Where it is reached.</param>
/// <param name="ConnectionString">How it is reached, once it has a port.</param>
internal sealed record StoreResource(IResourceBuilder<IResourceWithEndpoints> Builder, EndpointReference Endpoint, ReferenceExpression ConnectionString)
{
    /// <summary>Describes a resource that has one endpoint.</summary>
    public static StoreResource Of<T>(IResourceBuilder<T> resource, string endpoint, Func<EndpointReference, ReferenceExpression> connect) where T : class, IResourceWithEndpoints
    {
        EndpointReference reference = resource.GetEndpoint(endpoint);
        return new StoreResource(resource, reference, connect(reference));
    }
}
