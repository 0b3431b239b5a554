using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Headroom.AppHost.Cluster;
using Headroom.AppHost.Programs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.AppHost.Tests;

/// <summary>What the application host would start, built and not started.</summary>
internal sealed class ClusterModel : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("headroom-apphost-");
    private readonly DistributedApplication _application;

    public ClusterModel(string servers, params string[] arguments)
    {
        IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(HeadroomCluster).Assembly.GetName().Name, Args = arguments, DisableDashboard = true,
        });
        HeadroomCluster.AddTo(
            builder,
            servers == "containers" ? ServerSource.Containers : new ServerSource(new InstalledProgram("/opt/redis-server"), new InstalledProgram("/opt/npx", "--yes", "azurite-blob")),
            _data.FullName);
        _application = builder.Build();
        Resources = _application.Services.GetRequiredService<DistributedApplicationModel>().Resources;
    }

    public IEnumerable<IResource> Resources { get; }

    /// <summary>What runs, without what Aspire adds beside a project to build it again.</summary>
    public IEnumerable<IResource> Running =>
        Resources.Where(resource => resource is ProjectResource or ContainerResource or ExecutableResource && !resource.Name.EndsWith("-rebuilder", StringComparison.Ordinal));

    public IEnumerable<ProjectResource> Silos => Resources.OfType<ProjectResource>().Where(project => project.Name.StartsWith("silo-", StringComparison.Ordinal));

    public IEnumerable<ProjectResource> Gateways => Resources.OfType<ProjectResource>().Where(project => project.Name.StartsWith("gateway-", StringComparison.Ordinal));

    public IResource this[string name] => Resources.Single(resource => resource.Name == name);

    /// <summary>What a resource finds in its environment, with names of other resources where their ports will stand.</summary>
    public static async Task<Dictionary<string, string>> EnvironmentAsync(IResource resource) =>
        new((await ConfigurationAsync(ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig())).EnvironmentVariables);

    public static async Task<string[]> ArgumentsAsync(IResource resource) =>
        [.. (await ConfigurationAsync(ExecutionConfigurationBuilder.Create(resource).WithArgumentsConfig())).Arguments.Select(argument => argument.Value)];

    public static IEnumerable<string> WaitsOf(IResource resource) => resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Order();

    public static bool IsAskedHowItIs(IResource resource) => resource.Annotations.OfType<HealthCheckAnnotation>().Any();

    private static Task<IExecutionConfigurationResult> ConfigurationAsync(IExecutionConfigurationBuilder builder) =>
        builder.BuildAsync(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish), NullLogger.Instance);

    public void Dispose()
    {
        _application.Dispose();
        _data.Delete(recursive: true);
    }
}
