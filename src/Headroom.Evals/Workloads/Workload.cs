namespace Headroom.Evals.Workloads;

/// <summary>What an agent has in its context at one moment.</summary>
/// <param name="Name">Names it on the command line: lowercase words joined by hyphens.</param>
/// <param name="Title">Names it to people.</param>
/// <param name="Messages">The question and the tools' results, a JSON list of messages.</param>
/// <param name="Needles">The values that answer the question. Each is in the tools' results and in nothing that was said.</param>
public sealed record Workload(string Name, string Title, string Messages, IReadOnlyList<string> Needles)
{
    /// <value>The least share of the tokens that has to be saved; <c>null</c> where none is promised.</value>
    public double? LeastSaved { get; init; }
}
