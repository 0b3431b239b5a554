using Headroom.AppHost.Cluster;
using Headroom.AppHost.Programs;

IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);
try
{
    HeadroomCluster.AddTo(builder, ServerSource.Choose(builder.Configuration["Servers"]));
}
catch (ProgramMissingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}

await builder.Build().RunAsync();
return 0;
