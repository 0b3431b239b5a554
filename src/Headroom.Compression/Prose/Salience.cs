using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Logs;

namespace Headroom.Compression.Prose;

/// <summary>How much a sentence tells whatever is asked: errors, duties, numbers, names, definitions, and where a paragraph begins.</summary>
internal static class Salience
{
    private static readonly byte[][] Duties =
    [
        [.. "must"u8], [.. "shall"u8], [.. "never"u8], [.. "warning"u8], [.. "WARNING"u8], [.. "Warning"u8], [.. "important"u8], [.. "Important"u8],
        [.. "required"u8], [.. "do not"u8], [.. "Do not"u8], [.. "deprecated"u8], [.. "caution"u8], [.. "Caution"u8],
    ];

    private static readonly byte[][] Definitions = [[.. " is a "u8], [.. " is an "u8], [.. " is the "u8], [.. " means "u8], [.. " refers to "u8], [.. " defined as "u8], [.. " known as "u8]];

    /// <summary>From 0 to 1.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="beginsParagraph">Whether it is the first of its paragraph.</param>
    /// <param name="hasError">Whether it speaks of a failure.</param>
    public static float Of(ReadOnlySpan<byte> sentence, bool beginsParagraph, bool hasError)
    {
        float salience = (beginsParagraph ? 0.25f : 0) + (hasError ? 0.5f : 0);
        salience += sentence.ContainsAnyInRange((byte)'0', (byte)'9') ? 0.2f : 0;
        salience += HasName(sentence) ? 0.1f : 0;
        salience += HasAny(sentence, Definitions) ? 0.1f : 0;
        salience += HasAny(sentence, Duties) ? 0.35f : 0;
        return Math.Min(1, salience);
    }

    /// <summary>Whether a sentence is a report of an error, and does not only speak of errors.</summary>
    public static bool ReportsError(ReadOnlySpan<byte> sentence)
    {
        ReadOnlySpan<byte> text = sentence.TrimStart("-*> \t"u8);
        return Severity.FieldLevel(text[..Math.Min(text.Length, 16)], stamped: false) == LogLevel.Error && ErrorWords.IsIn(text[..Math.Min(text.Length, 64)]);
    }

    // A capital or a sign of code behind the first word.
    private static bool HasName(ReadOnlySpan<byte> sentence)
    {
        int first = sentence.IndexOf((byte)' ');
        return first > 0 && (sentence[first..].ContainsAnyInRange((byte)'A', (byte)'Z') || sentence.ContainsAny("`/_"u8));
    }

    private static bool HasAny(ReadOnlySpan<byte> sentence, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (sentence.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
