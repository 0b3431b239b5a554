namespace Headroom.Compression.Builds;

/// <summary>One line as a build tool means it.</summary>
/// <param name="Role">What it tells.</param>
/// <param name="IsEvidence">Whether its shape belongs to a tool: no prose and no log looks like it.</param>
/// <param name="GroupStart">Where the name of its file or suite begins in the line.</param>
/// <param name="GroupLength">The length of that name; 0 where there is none.</param>
/// <param name="Count">How many tests or steps it tells of.</param>
internal readonly record struct BuildLine(LineRole Role, bool IsEvidence = false, int GroupStart = 0, int GroupLength = 0, int Count = 1)
{
    /// <value>Whether the line says only that all is well or under way.</value>
    public bool IsRoutine => Role is LineRole.Passed or LineRole.Skipped or LineRole.Started or LineRole.Compiled or LineRole.Fetched or LineRole.Progress;
}
