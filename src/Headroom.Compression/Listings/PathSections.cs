using System.Buffers;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Listings;

/// <summary>The stretches of a block that are paths, one a line; what lies between them stays as it stands.</summary>
internal sealed class PathSections
{
    /// <summary>A longer line is no path.</summary>
    public const int MaxPathBytes = 1024;

    /// <summary>A path with more directories is none.</summary>
    public const int MaxDepth = 64;

    private const int MinPaths = 8;

    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), 127]);

    private PathSections(List<Extent> paths, List<Section> sections, bool endsInCarriageReturn, byte separator)
    {
        Paths = paths;
        Sections = sections;
        EndsInCarriageReturn = endsInCarriageReturn;
        Separator = separator;
    }

    /// <value>The paths of all sections, one after the other.</value>
    public List<Extent> Paths { get; }

    /// <value>The sections in order; they cover the block.</value>
    public List<Section> Sections { get; }

    /// <value>Whether every line ends in CR LF; then the CR belongs to no path.</value>
    public bool EndsInCarriageReturn { get; }

    /// <value>What separates directories.</value>
    public byte Separator { get; }

    /// <summary>Finds the paths of a block; <c>null</c> where it has none.</summary>
    public static PathSections? Read(ReadOnlySpan<byte> content)
    {
        bool hasCarriageReturns = content.IndexOf((byte)'\r') >= 0;
        if (hasCarriageReturns && (content.Count((byte)'\r') != content.Count((byte)'\n') || content.Count("\r\n"u8) != content.Count((byte)'\n')))
        {
            return null;
        }

        byte separator = content.IndexOf((byte)'/') < 0 && content.IndexOf((byte)'\\') >= 0 ? (byte)'\\' : (byte)'/';
        var paths = new List<Extent>();
        var sections = new List<Section>();
        int first = 0;
        int sectionStart = 0;
        int start = 0;
        while (start < content.Length)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int lineEnd = length < 0 ? content.Length : start + length;
            int end = hasCarriageReturns && length > 0 ? lineEnd - 1 : lineEnd;
            int next = length < 0 ? content.Length : lineEnd + 1;
            if (IsPath(content[start..end], separator))
            {
                if (paths.Count == first && sectionStart < start)
                {
                    sections.Add(new Section(sectionStart, start, 0, 0));
                    sectionStart = start;
                }

                paths.Add(new Extent(start, end));
            }
            else if (paths.Count > first)
            {
                Close(paths, sections, ref first, ref sectionStart, start);
            }

            start = next;
        }

        if (paths.Count > first)
        {
            Close(paths, sections, ref first, ref sectionStart, content.Length);
        }

        if (sectionStart < content.Length)
        {
            sections.Add(new Section(sectionStart, content.Length, 0, 0));
        }

        return paths.Count == 0 ? null : new PathSections(paths, sections, hasCarriageReturns, separator);
    }

    /// <summary>Whether a line is a path: no control characters, and no space unless a directory stands before it.</summary>
    public static bool IsPath(ReadOnlySpan<byte> line, byte separator)
    {
        if (line.Length is 0 or > MaxPathBytes || line.ContainsAny(ControlBytes) || line.Count(separator) > MaxDepth)
        {
            return false;
        }

        int space = line.IndexOf((byte)' ');
        return space < 0 || (space > 0 && line[..space].IndexOf(separator) >= 0);
    }

    // Too few paths for a tree stay in the stretch that stands as it is.
    private static void Close(List<Extent> paths, List<Section> sections, ref int first, ref int sectionStart, int end)
    {
        if (paths.Count - first < MinPaths)
        {
            paths.RemoveRange(first, paths.Count - first);
            return;
        }

        sections.Add(new Section(sectionStart, end, first, paths.Count));
        first = paths.Count;
        sectionStart = end;
    }

    /// <summary>A stretch of the block: paths, or lines that are none.</summary>
    /// <param name="Start">Where it starts.</param>
    /// <param name="End">Where it ends, behind its last line's terminator.</param>
    /// <param name="FirstPath">The first of its paths.</param>
    /// <param name="EndPath">The path behind its last; equal to <paramref name="FirstPath"/> where it has none.</param>
    public readonly record struct Section(int Start, int End, int FirstPath, int EndPath);
}
