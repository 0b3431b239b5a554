using Headroom.Architecture.Tests.Reading;

namespace Headroom.Architecture.Tests.Rules;

/// <summary>
/// Cli, Server → Gateway, Mcp, Agents, Evals, Headroom, Extensions.AI, ServiceDefaults → Context → Compression, Protocols; adapters → Context;
/// only Cli, Server and tests reference an adapter.
/// </summary>
internal static class Arrows
{
    private enum Place
    {
        Ground,
        Domain,
        Adapter,
        Surface,
        Root,
    }

    public static IEnumerable<string> Violations(RepositoryFiles files)
    {
        foreach (ProjectFile project in files.Projects.Where(project => project.IsProduct))
        {
            if (PlaceOf(project.Name) is not { } place)
            {
                yield return $"{project.Name} has no place among the arrows";
                continue;
            }

            foreach (string target in project.Projects.Where(target => !IsAllowed(project.Name, place, target)))
            {
                yield return $"{project.Name} must not reference {target}";
            }
        }
    }

    /// <summary>Compression and Protocols stand on the base class library alone, but for the HTML parser that Compression uses.</summary>
    public static IEnumerable<string> GroundViolations(RepositoryFiles files) =>
        from project in files.Projects
        where project.IsProduct && PlaceOf(project.Name) is Place.Ground
        from dependency in project.Packages.Concat(project.Projects).Concat(project.Frameworks)
        where (project.Name, dependency) is not ("Headroom.Compression", "AngleSharp")
        select $"{project.Name} must not depend on {dependency}";

    private static Place? PlaceOf(string name) => name switch
    {
        "Headroom.Compression" or "Headroom.Protocols" => Place.Ground,
        "Headroom.Context" => Place.Domain,
        "Headroom.Compression.Onnx" => Place.Adapter,
        _ when name.StartsWith("Headroom.Storage.", StringComparison.Ordinal) || IsGrains(name) => Place.Adapter,
        "Headroom.Gateway" or "Headroom.Mcp" or "Headroom.Agents" or "Headroom.Evals" or "Headroom" or "Headroom.Extensions.AI" or "Headroom.ServiceDefaults" => Place.Surface,
        "Headroom.Cli" or "Headroom.Server" => Place.Root,
        _ => null,
    };

    private static bool IsAllowed(string name, Place place, string target) => (place, PlaceOf(target)) switch
    {
        (_, null) => false,
        (Place.Adapter, Place.Adapter) => IsGrains(name) && target == "Headroom.Grains.Abstractions",
        (Place.Surface, Place.Adapter) => false,
        (_, { } below) => below < place,
    };

    private static bool IsGrains(string name) => name == "Headroom.Grains" || name.StartsWith("Headroom.Grains.", StringComparison.Ordinal);
}
