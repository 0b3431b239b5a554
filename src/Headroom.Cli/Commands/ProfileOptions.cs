using System.CommandLine;
using Headroom.Compression.Blocks;

namespace Headroom.Cli.Commands;

/// <summary>The options by which a command's compression profiles are chosen.</summary>
internal sealed class ProfileOptions
{
    private readonly Option<string> _profile = new("--profile")
    {
        Description = "What compression may do: conservative (lossless only), balanced, or aggressive (code by its structure too).",
        DefaultValueFactory = _ => CompressionProfiles.Balanced.Name,
    };

    private readonly Option<string[]> _tools = new("--tool-profile")
    {
        Description = "What one tool's results get instead, as TOOL=PROFILE: a profile, or raw to leave them alone; TOOL may end in *. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    public ProfileOptions()
    {
        _profile.AcceptOnlyFromAmong([.. CompressionProfiles.All.Select(profile => profile.Name)]);
        _tools.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(token => token.Value).Where(text => ToolProfile.Parse(text) is null))
            {
                result.AddError($"--tool-profile {text}: expected TOOL=PROFILE, with PROFILE one of {string.Join(", ", CompressionProfiles.All.Select(profile => profile.Name))}, {ToolProfile.Raw}.");
            }
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_tools);
    }

    /// <summary>What was chosen.</summary>
    public ProfileSelection Read(ParseResult parsed) => new(
        CompressionProfiles.Named(parsed.GetValue(_profile)!)!, [.. parsed.GetValue(_tools)!.Select(text => ToolProfile.Parse(text)!)]);
}
