using System.Buffers;

namespace Headroom.Context.Messages;

/// <summary>Words by which a user asks for a look at the code itself, where its bodies are the point.</summary>
internal static class AnalysisWords
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "analyse", "analyze", "audit", "bug", "correct", "debug", "error", "explain", "fix", "how does", "improve", "inspect", "issue",
            "optimise", "optimize", "problem", "refactor", "review", "rewrite", "vulnerab", "what does", "why does", "wrong",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a question holds one.</summary>
    public static bool AreIn(string question) => question.AsSpan().ContainsAny(Words);
}
