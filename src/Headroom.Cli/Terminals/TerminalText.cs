using System.Globalization;

namespace Headroom.Cli.Terminals;

/// <summary>Text for a terminal, or for whatever stands in its place: then without colours.</summary>
internal sealed class TerminalText
{
    private const string Full = "█";
    private const string Empty = "░";

    private readonly bool _isStyled;

    private TerminalText(bool isStyled) => _isStyled = isStyled;

    /// <value>For standard output. <c>NO_COLOR</c> (no-color.org) and <c>TERM=dumb</c> count too.</value>
    public static TerminalText Output { get; } = new(
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>A heading.</summary>
    public string Bold(string text) => Styled("1", text);

    /// <summary>What matters less.</summary>
    public string Dim(string text) => Styled("2", text);

    /// <summary>What is good.</summary>
    public string Green(string text) => Styled("32", text);

    /// <summary>What is not as it should be.</summary>
    public string Red(string text) => Styled("31", text);

    /// <summary>A share from 0 to 1 as a bar.</summary>
    public string Bar(double share, int width)
    {
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return Green(string.Concat(Enumerable.Repeat(Full, full))) + Dim(string.Concat(Enumerable.Repeat(Empty, width - full)));
    }

    /// <summary>A count, its thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private string Styled(string code, string text) => _isStyled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
