using System.CommandLine.Parsing;

namespace Headroom.Cli.Commands;

/// <summary>Reads addresses of servers on the command line.</summary>
internal static class HttpAddress
{
    /// <summary>The address that an option was given; an error of the command line where it is none.</summary>
    public static Uri? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[^1].Value;
        if (TryRead(text) is { } url)
        {
            return url;
        }

        result.AddError($"{name} {text}: not an http or https address.");
        return null;
    }

    /// <summary>The address that a text is; <c>null</c> where it is none.</summary>
    public static Uri? TryRead(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url : null;
}
