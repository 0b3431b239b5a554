using System.CommandLine;

namespace Headroom.Cli.Commands;

/// <summary>The options that aim a command at a team's gateway instead of this machine.</summary>
internal sealed class GatewayOption
{
    /// <summary>Where a key is looked for that was not given: command lines are visible to other users of a machine.</summary>
    public const string KeyVariable = "HEADROOM_KEY";

    private readonly Option<Uri?> _url = new("--gateway")
    {
        Description = "A gateway to use instead of this machine, such as https://headroom.example.com.",
        CustomParser = result => HttpAddress.Parse(result, "--gateway"),
    };

    private readonly Option<string?> _key = new("--key") { Description = $"The gateway's Headroom key. The default is {KeyVariable} from the environment." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
    }

    /// <summary>The gateway that was chosen; <c>null</c> for this machine.</summary>
    public GatewayAddress? Read(ParseResult parsed) => parsed.GetValue(_url) is { } url ? new GatewayAddress(url, Key(parsed)) : null;

    /// <summary>The key that was given, on the command line or in the environment.</summary>
    public string? Key(ParseResult parsed) =>
        (parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable)) is { } key && !string.IsNullOrWhiteSpace(key) ? key : null;
}

/// <summary>A gateway and the key that lets one in.</summary>
internal sealed record GatewayAddress(Uri Url, string? Key);
