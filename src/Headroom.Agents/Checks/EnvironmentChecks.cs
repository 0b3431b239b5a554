using System.Text.RegularExpressions;

namespace Headroom.Agents.Checks;

/// <summary>Does something on this machine send agents elsewhere: a variable, a shell profile, settings of Claude Code, a network proxy?</summary>
public static partial class EnvironmentChecks
{
    private static readonly string[] Addresses = ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_BASE", "GOOGLE_GEMINI_BASE_URL"];
    private static readonly string[] Profiles = [".bashrc", ".bash_profile", ".profile", ".zshrc", ".zprofile", ".config/fish/config.fish"];

    /// <summary>Looks at all of it.</summary>
    /// <param name="gateway">Where agents should go.</param>
    /// <param name="isReached">Whether the gateway answers.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="directory">The project that an agent would run in.</param>
    /// <param name="variable">Reads the environment.</param>
    public static IEnumerable<Finding> Judge(Uri gateway, bool isReached, string home, string directory, Func<string, string?> variable)
    {
        Finding[] found = [.. JudgeVariables(gateway, isReached, variable), .. JudgeFiles(gateway, home, directory), .. JudgeNetworkProxy(gateway, variable)];
        return found.Length > 0 ? found : [new Finding("environment", FindingStatus.Ok, "nothing sends agents elsewhere; 'headroom wrap' sets what they need")];
    }

    private static IEnumerable<Finding> JudgeVariables(Uri gateway, bool isReached, Func<string, string?> variable)
    {
        foreach (string name in Addresses)
        {
            if (variable(name) is not { Length: > 0 } value)
            {
                continue;
            }

            bool isOurs = Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Authority == gateway.Authority;
            yield return (isOurs, isReached) switch
            {
                (true, true) => new Finding("environment", FindingStatus.Ok, $"{name} names the gateway"),
                (true, false) => new Finding("environment", FindingStatus.Error, $"{name} names {gateway.Authority}, where no gateway answers: agents fail", $"unset {name}, or start it: headroom proxy"),
                _ => new Finding("environment", FindingStatus.Warning, $"{name} is {value}: agents that are not wrapped go there", $"unset {name}, or run them through 'headroom wrap'"),
            };
        }
    }

    private static IEnumerable<Finding> JudgeFiles(Uri gateway, string home, string directory)
    {
        IEnumerable<string> profiles = Profiles.Select(name => Path.Combine(home, name));
        string[] settings =
        [
            Path.Combine(home, ".claude", "settings.json"), Path.Combine(directory, ".claude", "settings.json"), Path.Combine(directory, ".claude", "settings.local.json"),
        ];
        foreach (string file in profiles.Concat(settings).Where(File.Exists))
        {
            (int number, string line) = Lines(file).FirstOrDefault(line => !line.Text.TrimStart().StartsWith('#') && AddressLine().IsMatch(line.Text) && !line.Text.Contains(gateway.Authority, StringComparison.Ordinal));
            if (line is not null)
            {
                yield return new Finding(
                    "profile", FindingStatus.Warning, $"{file}:{number} sets {AddressLine().Match(line).Value}",
                    $"remove line {number} of {file}; 'headroom wrap' sets it where it is needed");
            }
        }
    }

    private static IEnumerable<Finding> JudgeNetworkProxy(Uri gateway, Func<string, string?> variable)
    {
        string? proxy = gateway.Scheme == "https" ? variable("HTTPS_PROXY") ?? variable("https_proxy") : variable("HTTP_PROXY") ?? variable("http_proxy");
        string except = variable("NO_PROXY") ?? variable("no_proxy") ?? "";
        if (!string.IsNullOrEmpty(proxy) && gateway.IsLoopback && !except.Split(',', StringSplitOptions.TrimEntries).Any(host => host == gateway.Host || host == "*"))
        {
            yield return new Finding("network", FindingStatus.Warning, $"requests to {gateway.Host} go through the network proxy {proxy}", $"export NO_PROXY={(except.Length > 0 ? except + "," : "")}{gateway.Host},localhost");
        }
    }

    private static IEnumerable<(int Number, string Text)> Lines(string file) => File.ReadLines(file).Select((text, index) => (index + 1, text));

    [GeneratedRegex("ANTHROPIC_BASE_URL|OPENAI_BASE_URL|OPENAI_API_BASE|GOOGLE_GEMINI_BASE_URL")]
    private static partial Regex AddressLine();
}
