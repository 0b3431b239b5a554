using Headroom.AppHost.Cluster;
using Headroom.AppHost.Programs;

IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder(args);
try
{
    string data = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "..", "artifacts", "aspire"));
    HeadroomCluster.AddTo(builder, ServerSource.Choose(builder.Configuration["Servers"]), data);
}
catch (ProgramMissingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}

await builder.Build().RunAsync();
return 0;
