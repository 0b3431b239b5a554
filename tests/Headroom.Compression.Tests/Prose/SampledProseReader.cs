using System.Globalization;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Prose;

/// <summary>Takes a sample of prose apart as a reader would: what is shown, what each gap says, what the marker says.</summary>
internal sealed partial class SampledProseReader
{
    public SampledProseReader(string sample)
    {
        Match marker = Marker().Match(sample);
        Total = Number(marker, "total");
        Shown = Number(marker, "shown");
        string body = sample[..marker.Index];
        Pieces = [.. Gap().Split(body).Select(piece => piece.Trim(' ', '\n', '\r', '\t')).Where(piece => piece.Length > 0)];
        LeftOut = Gap().Matches(body).Sum(gap => Count().Matches(gap.Value).Sum(count => int.Parse(count.Value, CultureInfo.InvariantCulture)));
    }

    public int Total { get; }

    public int Shown { get; }

    public int LeftOut { get; }

    public string[] Pieces { get; }

    /// <summary>Whether the pieces stand in a text, in this order.</summary>
    public bool StandIn(string text)
    {
        int at = 0;
        foreach (string piece in Pieces)
        {
            int found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return true;
    }

    private static int Number(Match marker, string group) => int.Parse(marker.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\n\[(?<total>[0-9]+) sentences( and lines)? → (?<shown>[0-9]+) shown\. Full content: headroom_retrieve hash=[0-9a-f]{24}\]$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"\[… (?:[0-9]+ (?:sentence|line)s?(?:, )?)+\]")]
    private static partial Regex Gap();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Count();
}
