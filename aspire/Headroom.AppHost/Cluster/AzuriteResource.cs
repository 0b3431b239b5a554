using Headroom.AppHost.Programs;

namespace Headroom.AppHost.Cluster;

/// <summary>Azurite's blob service, in place of Azure Blob Storage.</summary>
internal static class AzuriteResource
{
    private const string Name = "azurite", Endpoint = "blob";
    private const string Image = "mcr.microsoft.com/azure-storage/azurite", Tag = "3.35.0";
    private const int ContainerPort = 10000;

    /// <summary>Account and key are published by the emulator and secure nothing.</summary>
    private const string Account = "devstoreaccount1", Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string[] Always = ["--skipApiVersionCheck", "--disableTelemetry"];

    /// <summary>Adds it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="program">The installed Azurite; <c>null</c> for a container.</param>
    /// <param name="directory">Where an installed one keeps its data.</param>
    public static StoreResource Add(IDistributedApplicationBuilder builder, InstalledProgram? program, string directory) =>
        program is null ? AddContainer(builder) : AddProgram(builder, program, directory);

    private static StoreResource AddContainer(IDistributedApplicationBuilder builder)
    {
        IResourceBuilder<ContainerResource> container = builder.AddContainer(Name, Image, Tag)
            .WithHttpEndpoint(targetPort: ContainerPort, name: Endpoint)
            .WithVolume("headroom-azurite", "/data")
            .WithEntrypoint("azurite-blob")
            .WithArgs(["--blobHost", "0.0.0.0", "--blobPort", $"{ContainerPort}", "--location", "/data", .. Always]);
        return Checked(container);
    }

    private static StoreResource AddProgram(IDistributedApplicationBuilder builder, InstalledProgram program, string directory)
    {
        IResourceBuilder<ExecutableResource> executable = builder.AddExecutable(Name, program.Path, directory, program.Arguments)
            .WithHttpEndpoint(name: Endpoint);
        EndpointReference endpoint = executable.GetEndpoint(Endpoint);
        executable.WithArgs(context =>
        {
            context.Args.Add("--blobHost");
            context.Args.Add("127.0.0.1");
            context.Args.Add("--blobPort");
            context.Args.Add(endpoint.Property(EndpointProperty.TargetPort));
            context.Args.Add("--location");
            context.Args.Add(directory);
        }).WithArgs(Always);
        return Checked(executable);
    }

    /// <summary>Who asks for a list without a key is told 403; anything else has not started yet.</summary>
    private static StoreResource Checked<T>(IResourceBuilder<T> azurite) where T : class, IResourceWithEndpoints, IResourceWithWaitSupport =>
        StoreResource.Of(azurite.WithHttpHealthCheck($"/{Account}?comp=list", 403, Endpoint), Endpoint, ConnectionString);

    /// <summary>By number: for a name the client would take the account to be part of the host, and sign another path.</summary>
    private static ReferenceExpression ConnectionString(EndpointReference endpoint) => ReferenceExpression.Create(
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}/{Account};");
}
