using Headroom.Evals.Workloads.Agents;
using Headroom.Evals.Workloads.Kinds;

namespace Headroom.Evals.Workloads;

/// <summary>The workloads that ship: whole investigations of agents first, then one tool result of each kind.</summary>
public static class BuiltInWorkloads
{
    private static readonly (string Name, Func<Workload> Make)[] Makers =
    [
        ("code-search", CodeSearch.Make),
        ("incident", IncidentDebugging.Make),
        ("issues", IssueTriage.Make),
        ("exploration", CodebaseExploration.Make),
        ("code-context", CodeSearch.MakeWithSurroundings),
        ("json", JsonRows.Make),
        ("log", ServiceLog.Make),
        ("tests", TestOutput.Make),
        ("diff", CodeDiff.Make),
        ("listing", FileListing.Make),
        ("search", TextSearch.Make),
        ("code", SourceCode.Make),
        ("prose", ProsePages.Make),
        ("html", WebPage.Make),
        ("csv", CsvExport.Make),
    ];

    /// <value>Their names.</value>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(maker => maker.Name)];

    /// <summary>Makes a workload.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Workload Make(string name) =>
        Array.Find(Makers, maker => maker.Name == name).Make is { } make ? make() : throw new ArgumentException($"There is no workload '{name}'.", nameof(name));
}
