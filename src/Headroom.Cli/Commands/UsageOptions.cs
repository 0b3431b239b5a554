using System.CommandLine;
using Headroom.Cli.Embedded;
using Headroom.Cli.Perf;
using Headroom.Context.Keys;
using Headroom.Context.Usage;

namespace Headroom.Cli.Commands;

/// <summary>The options by which a command chooses whose usage it reads, and where.</summary>
internal sealed class UsageOptions
{
    private readonly GatewayOption _gateway = new();
    private readonly Option<string?> _data = DataDirectory.Option();
    private readonly Option<string?> _tenant = new("--tenant") { Description = "The tenant, where this machine's proxy has keys of several; a gateway knows it by the key." };
    private readonly Option<string?> _user = new("--user") { Description = "Only what is accounted to this user." };
    private readonly Option<string?> _project = new("--project") { Description = "Only what is accounted to this project." };
    private readonly Option<string?> _team = new("--team") { Description = "Only what is accounted to this team." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_user, _project, _team, _tenant, _data])
        {
            command.Add(option);
        }

        _gateway.AddTo(command);
    }

    /// <summary>Where it is read from.</summary>
    public UsageSource Source(ParseResult parsed) =>
        new(_gateway.Read(parsed), DataDirectory.Resolve(parsed.GetValue(_data)), parsed.GetValue(_tenant) is { Length: > 0 } named ? new TenantId(named) : TenantId.Local);

    /// <summary>Whose it is.</summary>
    public UsageFilter Filter(ParseResult parsed) => new(parsed.GetValue(_user), parsed.GetValue(_project), parsed.GetValue(_team));
}
