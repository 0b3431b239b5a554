using System.CommandLine;
using System.Globalization;
using Headroom.Cli.Embedded;
using Headroom.Context.Keys;
using Headroom.Gateway.Access;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom keys</c>: who may use this gateway. With the first key, every request needs one.</summary>
internal static class KeysCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("keys", "Adds, lists and removes the keys that let people and agents in; a running proxy reads them when it starts.")
    {
        Add(), List(), Remove(),
    };

    /// <summary>The file of the keys in a data directory.</summary>
    public static string FileIn(string directory) => Path.Combine(directory, "keys.json");

    private static Command Add()
    {
        Argument<string> id = new("id") { Description = "Names the key in figures and logs: letters, digits and hyphens." };
        Option<string?> tenant = new("--tenant") { Description = "The tenant that its requests belong to; the default is this machine's own." };
        Option<string?> project = new("--project") { Description = "The project that its requests are accounted to." };
        Option<string?> owner = new("--owner") { Description = "Whose it is." };
        Option<string?> team = new("--team") { Description = "The team that its requests are accounted to." };
        Option<AccessRole> role = new("--role") { Description = "What it may do: Member calls models, Admin also sees what belongs to all.", DefaultValueFactory = _ => AccessRole.Member };
        Option<int?> days = new("--days") { Description = "Days until it ends; without, it does not." };
        Option<string?> data = DataDirectory.Option();
        Command command = new("add", "Makes a key and prints it, once.") { id, tenant, project, owner, team, role, days, data };
        command.SetAction(parsed => Change(parsed.GetValue(data), keys =>
        {
            string name = parsed.GetValue(id)!;
            string tenantName = parsed.GetValue(tenant) ?? TenantId.Local.Value;
            if (!KeyText.IsId(name) || !KeyText.IsId(tenantName))
            {
                return HeadroomCommand.Fail("ids and tenants have 1 to 64 letters, digits and hyphens.");
            }

            if (keys.Exists(key => key.Id == name))
            {
                return HeadroomCommand.Fail($"there is a key '{name}' already; remove it first, or choose another id.");
            }

            KeyText text = KeyText.New(name);
            keys.Add(new AccessKey(name, text.SecretHash, new TenantId(tenantName))
            {
                Project = parsed.GetValue(project), Owner = parsed.GetValue(owner), Team = parsed.GetValue(team), Role = parsed.GetValue(role),
                ExpiresAt = parsed.GetValue(days) is { } left ? DateTimeOffset.UtcNow.AddDays(left) : null,
            });
            Console.Out.WriteLine(text);
            return 0;
        }));
        return command;
    }

    private static Command List()
    {
        Option<string?> data = DataDirectory.Option();
        Command command = new("list", "Lists the keys; their secrets are nowhere.") { data };
        command.SetAction(parsed => Change(parsed.GetValue(data), keys =>
        {
            foreach (AccessKey key in keys)
            {
                string until = key.ExpiresAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
                Console.Out.WriteLine(string.Join('\t', key.Id, key.Tenant, key.Project ?? "-", key.Owner ?? "-", key.Role, until));
            }

            return 0;
        }));
        return command;
    }

    private static Command Remove()
    {
        Argument<string> id = new("id") { Description = "The key's id." };
        Option<string?> data = DataDirectory.Option();
        Command command = new("remove", "Removes a key.") { id, data };
        command.SetAction(parsed => Change(parsed.GetValue(data), keys =>
            keys.RemoveAll(key => key.Id == parsed.GetValue(id)) > 0 ? 0 : HeadroomCommand.Fail($"there is no key '{parsed.GetValue(id)}'.")));
        return command;
    }

    private static int Change(string? data, Func<List<AccessKey>, int> change)
    {
        string file = FileIn(DataDirectory.Resolve(data));
        try
        {
            List<AccessKey> keys = [.. AccessKeyFile.Read(file)];
            List<AccessKey> before = [.. keys];
            int exitCode = change(keys);
            if (exitCode == 0 && !keys.SequenceEqual(before))
            {
                AccessKeyFile.Write(file, keys);
            }

            return exitCode;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return HeadroomCommand.Fail(failure.Message);
        }
    }
}
