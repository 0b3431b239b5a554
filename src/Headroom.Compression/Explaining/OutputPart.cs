using System.Text;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Explaining;

/// <summary>What the lines of an output are.</summary>
public enum OutputPartKind
{
    /// <summary>Lines that stand in the original as they are.</summary>
    Verbatim,

    /// <summary>Lines that say the same in fewer tokens: tables, templates, groups.</summary>
    Notation,

    /// <summary>Lines that state how much was left out at their place.</summary>
    LeftOut,

    /// <summary>The marker by which the original can be retrieved.</summary>
    Marker,
}

/// <summary>What one kind of lines costs in an output.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Tokens">Their tokens. A piece counted alone may differ by a token from its share of the whole.</param>
public sealed record OutputPart(OutputPartKind Kind, int Lines, int Tokens)
{
    /// <summary>Takes an output apart.</summary>
    /// <param name="original">The block as it came, UTF-8.</param>
    /// <param name="output">What stands in its place, UTF-8.</param>
    /// <param name="counter">Counts the tokens.</param>
    /// <returns>The kinds that occur, each once, in the order of <see cref="OutputPartKind"/>.</returns>
    public static IReadOnlyList<OutputPart> Of(ReadOnlySpan<byte> original, ReadOnlySpan<byte> output, ITokenCounter counter)
    {
        HashSet<string> lines = [.. LinesOf(original)];
        return
        [
            .. LinesOf(output)
                .GroupBy(line => KindOf(line, lines))
                .OrderBy(group => group.Key)
                .Select(group => new OutputPart(group.Key, group.Count(), counter.Count(Encoding.UTF8.GetBytes(string.Join('\n', group))))),
        ];
    }

    /// <summary>The lines of an output that state what was left out at their place.</summary>
    /// <param name="original">The block as it came, UTF-8.</param>
    /// <param name="output">What stands in its place, UTF-8.</param>
    public static IReadOnlyList<string> LeftOut(ReadOnlySpan<byte> original, ReadOnlySpan<byte> output)
    {
        HashSet<string> lines = [.. LinesOf(original)];
        return [.. LinesOf(output).Where(line => KindOf(line, lines) is OutputPartKind.LeftOut or OutputPartKind.Marker)];
    }

    private static OutputPartKind KindOf(string line, HashSet<string> original) =>
        original.Contains(line) ? OutputPartKind.Verbatim
        : line.EndsWith(']') && line.Contains($"{Marker.ToolName} hash=", StringComparison.Ordinal) ? OutputPartKind.Marker
        : line.Contains('…', StringComparison.Ordinal) ? OutputPartKind.LeftOut
        : OutputPartKind.Notation;

    private static string[] LinesOf(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8).ReplaceLineEndings("\n").Split('\n');
}
