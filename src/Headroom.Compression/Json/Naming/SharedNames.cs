using System.Buffers;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Naming;

/// <summary>
/// States once what values outside of tables share: the keys of objects of one shape (<c>$A={"class":"time","hour","minute"}</c>,
/// used as <c>$A{9,30}</c>) and the beginnings of strings (<c>$B=https://example.com/users</c>, used as <c>"$B/7"</c>).
/// </summary>
internal static class SharedNames
{
    private const int MinBytes = 512;

    /// <summary>Rewrites a body with names; <c>null</c> where that does not make it smaller.</summary>
    /// <param name="index">Where the values are.</param>
    /// <param name="body">The body.</param>
    /// <param name="pieces">Where values stand in it, in order.</param>
    /// <param name="references">Where it refers to texts.</param>
    /// <param name="profile">Counts the tokens.</param>
    public static NamedBody? Apply(
        JsonIndex index, ReadOnlySpan<byte> body, IReadOnlyList<WrittenPiece> pieces, IReadOnlyList<TextReference> references, CompressionProfile profile)
    {
        if (body.Length < MinBytes || pieces.Count < 2)
        {
            return null;
        }

        var names = new NameList(body);
        List<Replacement> replacements = RepeatedShapes.Find(index, pieces, names);
        replacements.AddRange(RepeatedBeginnings.Find(index, Outside(pieces, replacements), names));
        if (replacements.Count == 0)
        {
            return null;
        }

        replacements.Sort((one, other) => one.Start.CompareTo(other.Start));
        NamedBody named = Write(body, names, replacements, references);
        return profile.Counter.Count(named.Body) < profile.Counter.Count(body) ? named : null;
    }

    private static List<WrittenPiece> Outside(IReadOnlyList<WrittenPiece> pieces, List<Replacement> replacements)
    {
        HashSet<int> starts = [.. replacements.Select(replacement => replacement.Start)];
        List<WrittenPiece> outside = [];
        int end = 0;
        foreach (WrittenPiece piece in pieces.OrderBy(piece => piece.Start))
        {
            end = starts.Contains(piece.Start) ? piece.End : end;
            if (piece.Start >= end)
            {
                outside.Add(piece);
            }
        }

        return outside;
    }

    private static NamedBody Write(ReadOnlySpan<byte> body, NameList names, List<Replacement> replacements, IReadOnlyList<TextReference> references)
    {
        using var output = new Utf8Text(body.Length);
        names.WriteStatements(output);
        List<TextReference> moved = new(references.Count);
        int written = 0;
        foreach (Replacement replacement in replacements)
        {
            Move(references, moved, replacement.Start, output.Length - written);
            output.Write(body[written..replacement.Start]);
            output.Write(replacement.Text);
            written = replacement.End;
        }

        Move(references, moved, body.Length + 1, output.Length - written);
        output.Write(body[written..]);
        return new NamedBody(output.ToArray(), moved);
    }

    // No reference stands inside a replacement: strings that have a section of their own are no pieces.
    private static void Move(IReadOnlyList<TextReference> references, List<TextReference> moved, int before, int by)
    {
        while (moved.Count < references.Count && references[moved.Count].Offset < before)
        {
            moved.Add(references[moved.Count] with { Offset = references[moved.Count].Offset + by });
        }
    }
}

/// <summary>A body that uses names, with their statements at its start.</summary>
/// <param name="Body">UTF-8.</param>
/// <param name="References">Where it refers to texts.</param>
internal sealed record NamedBody(byte[] Body, IReadOnlyList<TextReference> References);

/// <summary>What stands in the place of a piece.</summary>
/// <param name="Start">Where the piece starts.</param>
/// <param name="End">Behind the piece.</param>
/// <param name="Text">What replaces it.</param>
internal readonly record struct Replacement(int Start, int End, byte[] Text);
