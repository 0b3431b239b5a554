namespace Headroom.AppHost.Programs;

/// <summary>Where Redis and Azurite come from: containers, or programs that are installed here.</summary>
/// <param name="Redis">The installed Redis; <c>null</c> for a container.</param>
/// <param name="Azurite">The installed Azurite; <c>null</c> for a container.</param>
internal sealed record ServerSource(InstalledProgram? Redis, InstalledProgram? Azurite)
{
    private const string AzuritePackage = "azurite@3.35.0";

    /// <value>Containers for both.</value>
    public static ServerSource Containers { get; } = new(null, null);

    /// <summary>Containers where a runtime answers, else installed programs.</summary>
    /// <param name="wanted"><c>containers</c> or <c>programs</c> to have it so and not otherwise.</param>
    /// <exception cref="ProgramMissingException">There is neither, or a word that is neither.</exception>
    public static ServerSource Choose(string? wanted) => wanted switch
    {
        null or "" => ContainerRuntime.Answers() ? Containers : Installed(InstalledProgram.Find),
        "containers" => Containers,
        "programs" => Installed(InstalledProgram.Find),
        _ => throw new ProgramMissingException($"Servers is containers or programs, not '{wanted}'."),
    };

    /// <summary>The programs that are installed; Azurite also by way of npm, which fetches it.</summary>
    /// <param name="find">Looks for a program by its name.</param>
    /// <exception cref="ProgramMissingException">One is missing.</exception>
    public static ServerSource Installed(Func<string, InstalledProgram?> find)
    {
        InstalledProgram? redis = find("redis-server");
        InstalledProgram? azurite = find("azurite-blob");
        if (azurite is null && find("npx") is { } npx)
        {
            azurite = npx with { Arguments = ["--yes", $"--package={AzuritePackage}", "azurite-blob"] };
        }

        return (redis, azurite) switch
        {
            (null, null) => throw Missing("redis-server and azurite-blob are"),
            (null, _) => throw Missing("redis-server is"),
            (_, null) => throw Missing("azurite-blob is"),
            _ => new ServerSource(redis, azurite),
        };
    }

    private static ProgramMissingException Missing(string what) => new(
        $"No container runtime answers (docker, podman), and {what} not installed. Start a runtime, or install the programs: "
        + $"redis-server from your system's packages, azurite-blob by `npm install --global {AzuritePackage}`. HEADROOM_SERVERS may name a further folder to look in.");
}
