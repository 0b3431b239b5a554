using System.CommandLine;
using Headroom.Cli.Embedded;

namespace Headroom.Cli.Commands;

/// <summary>The options that aim a command at a team's gateway instead of this machine.</summary>
internal sealed class GatewayOption
{
    /// <summary>Where a key is looked for that was not given: command lines are visible to other users of a machine.</summary>
    public const string KeyVariable = "HEADROOM_KEY";

    private readonly Option<Uri?> _url = new("--gateway")
    {
        Description = "A gateway to use instead of this machine, such as https://headroom.example.com. 'wrap' and 'init' remember it.",
        CustomParser = result => HttpAddress.Parse(result, "--gateway"),
    };

    private readonly Option<string?> _key = new("--key") { Description = $"The gateway's Headroom key. The default is {KeyVariable} from the environment, else the one remembered with the gateway." };

    private readonly Option<bool> _local = new("--local") { Description = "This machine, though a gateway is remembered." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
        command.Add(_local);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_url) is not null && result.GetValue(_local))
            {
                result.AddError("--gateway and --local exclude each other.");
            }
        });
    }

    /// <summary>Whether the gateway was named in this call.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_url) is not null;

    /// <summary>Whether this machine was asked for, whatever is remembered.</summary>
    public bool IsLocal(ParseResult parsed) => parsed.GetValue(_local);

    /// <summary>The gateway that was named, else the one that is remembered; <c>null</c> for this machine.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="directory">The data directory.</param>
    public GatewayAddress? Read(ParseResult parsed, string directory)
    {
        if (parsed.GetValue(_url) is { } url)
        {
            return new GatewayAddress(url, Key(parsed) ?? (Remembered(directory) is { } known && known.Url == url ? known.Key : null));
        }

        return !parsed.GetValue(_local) && Remembered(directory) is { } remembered ? remembered with { Key = Key(parsed) ?? remembered.Key } : null;
    }

    /// <summary>The key that was given, on the command line or in the environment.</summary>
    public string? Key(ParseResult parsed) =>
        (parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable)) is { } key && !string.IsNullOrWhiteSpace(key) ? key : null;

    /// <summary>A damaged file is told and stands for none: the agent goes through this machine.</summary>
    private static GatewayAddress? Remembered(string directory)
    {
        try
        {
            return new RememberedGateway(directory).Read();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"headroom: {failure.Message}");
            return null;
        }
    }
}

/// <summary>A gateway and the key that lets one in.</summary>
internal sealed record GatewayAddress(Uri Url, string? Key);
