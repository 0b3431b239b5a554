namespace Headroom.Compression.Builds;

/// <summary>Tells the output of test runners, compilers and package managers by lines that only these print.</summary>
internal static class BuildEvidence
{
    private const int SampleLines = 400;
    private const int TailBytes = 16_384;
    private const int MinEvident = 3;
    private const int ManyEvident = 10;

    /// <summary>
    /// Whether a block is such output: at least three lines of a tool's own shape, and with the lines that could be a tool's a
    /// third of all; or two and a half; or, since tracebacks and quoted code fill what failed, ten and a twentieth. Judged by the first
    /// lines, and if these do not tell, by the end, where tools sum up.
    /// </summary>
    public static bool IsBuild(ReadOnlySpan<byte> content) =>
        LooksLikeBuild(content) || (content.Length > TailBytes && LooksLikeBuild(content[(content.Length - TailBytes + content[^TailBytes..].IndexOf((byte)'\n') + 1)..]));

    private static bool LooksLikeBuild(ReadOnlySpan<byte> content)
    {
        (int lines, int evident, int likely) = (0, 0, 0);
        while (!content.IsEmpty && lines < SampleLines)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? default : content[(end + 1)..];
            BuildLine read = LineReader.Read(line);
            lines += read.Role == LineRole.Blank ? 0 : 1;
            evident += read.IsEvidence ? 1 : 0;
            likely += read.IsEvidence || read.Role is not (LineRole.Text or LineRole.Blank) ? 1 : 0;
        }

        return (evident >= MinEvident && likely * 3 >= lines) || (evident >= MinEvident - 1 && likely * 2 >= lines) || (evident >= ManyEvident && evident * 20 >= lines);
    }
}
