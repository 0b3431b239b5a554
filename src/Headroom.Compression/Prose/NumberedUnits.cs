using Headroom.Compression.Sequences;

namespace Headroom.Compression.Prose;

/// <summary>Neighbouring units that differ in counting numbers only and are parted alike.</summary>
/// <param name="Run">Their template.</param>
/// <param name="Unit">What they are called by what parts them: sentences, lines or paragraphs.</param>
internal readonly record struct NumberedUnits(NumberedRun Run, byte[] Unit)
{
    private static readonly (byte[] Between, byte[] Unit)[] Kinds =
    [
        ([.. " "u8], [.. " sentences"u8]), ([.. "\n"u8], [.. " lines"u8]), ([.. "\n\n"u8], [.. " paragraphs"u8]),
    ];

    /// <summary>The run that begins with a unit; <c>null</c> where none does.</summary>
    public static NumberedUnits? Read(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, RepeatedRuns repeats, int first)
    {
        // Three neighbours show whether there can be one, before anything is gathered.
        if (first + NumberedRun.MinCount > units.Count || KindOf(content, units, first) is not { } kind || !HaveOneShape(content, units, first))
        {
            return null;
        }

        // Gathered in growing steps, so that a short run costs little however long the text is.
        for (int step = 64; ; step *= 4)
        {
            List<Extent> extents = [new Extent(units[first].Start, units[first].End)];
            for (int i = first + 1; i < units.Count && extents.Count < step && repeats.LengthAt(i) == 0 && content[units[i - 1].End..units[i].Start].SequenceEqual(kind.Between); i++)
            {
                extents.Add(new Extent(units[i].Start, units[i].End));
            }

            var run = new NumberedRun();
            if (!run.TryRead(content, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(extents)))
            {
                return null;
            }

            if (run.Count < extents.Count || extents.Count < step)
            {
                return new NumberedUnits(run, kind.Unit);
            }
        }
    }

    private static (byte[] Between, byte[] Unit)? KindOf(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, int first)
    {
        ReadOnlySpan<byte> between = content[units[first].End..units[first + 1].Start];
        foreach ((byte[] Between, byte[] Unit) kind in Kinds)
        {
            if (between.SequenceEqual(kind.Between))
            {
                return kind;
            }
        }

        return null;
    }

    // The same text up to the first number, and a number there.
    private static bool HaveOneShape(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, int first)
    {
        ReadOnlySpan<byte> text = units[first].Of(content);
        int digit = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        return digit >= 0 && units[first + 1].Of(content).StartsWith(text[..digit]) && units[first + 2].Of(content).StartsWith(text[..digit]);
    }
}
