using Headroom.Context.Ports;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Connection;

/// <summary>
/// Whether a server keeps what it acknowledges: an append-only file written through on every write, or every second with at
/// least one replica, which then acknowledges each write; and nothing evicted behind our back.
/// </summary>
/// <param name="RequiredReplicas">Replicas that must acknowledge a write.</param>
/// <param name="Weaknesses">What is weaker than that, in sentences; empty where nothing is.</param>
internal sealed record Durability(int RequiredReplicas, IReadOnlyList<string> Weaknesses)
{
    /// <summary>Asks every primary.</summary>
    /// <exception cref="StoreUnavailableException">There is none.</exception>
    public static async Task<Durability> CheckAsync(IReadOnlyList<IServer> primaries)
    {
        if (primaries.Count == 0)
            throw new StoreUnavailableException("Redis cannot be reached: no primary is connected.");
        List<string> weaknesses = [];
        int replicas = 0;
        foreach (IServer server in primaries)
        {
            (string Name, string Value)[] configuration = await ReadConfigurationAsync(server).ConfigureAwait(false);
            replicas = Math.Max(replicas, Judge(server.EndPoint.ToString() ?? "Redis", configuration, weaknesses));
        }
        return new Durability(weaknesses.Count > 0 ? 0 : replicas, weaknesses);
    }

    /// <exception cref="StoreUnavailableException">It is weak, and that was not allowed.</exception>
    public void Demand(bool allowWeak)
    {
        if (Weaknesses.Count > 0 && !allowWeak)
            throw new StoreUnavailableException(
                $"{string.Join(" ", Weaknesses)} Markers would be sent whose originals may be lost; "
                + $"{nameof(RedisStoreOptions.AllowWeakDurability)} accepts that.");
    }

    private static int Judge(string server, (string Name, string Value)[] configuration, List<string> weaknesses)
    {
        string? Setting(string name) => configuration.FirstOrDefault(setting => setting.Name == name).Value;
        if (Setting("appendonly") is null || Setting("maxmemory-policy") is null)
        {
            weaknesses.Add($"{server} does not say how durable it is (CONFIG GET is refused).");
            return 0;
        }
        if (Setting("maxmemory-policy") is not "noeviction" and var policy)
            weaknesses.Add($"{server} may evict what it has acknowledged (maxmemory-policy {policy}, not noeviction).");
        bool hasReplica = int.TryParse(Setting("connected_slaves"), out int replicas) && replicas > 0;
        switch (Setting("appendonly"), Setting("appendfsync"))
        {
            case ("yes", "always"):
                return 0;
            case ("yes", "everysec") when hasReplica:
                return 1;
            case ("yes", var fsync):
                weaknesses.Add($"{server} may lose the last writes (appendfsync {fsync}, {(hasReplica ? "not everysec" : "no replica")}).");
                return 0;
            default:
                weaknesses.Add($"{server} loses what it has acknowledged when it restarts (appendonly no).");
                return 0;
        }
    }

    private static async Task<(string Name, string Value)[]> ReadConfigurationAsync(IServer server)
    {
        Task<IGrouping<string, KeyValuePair<string, string>>[]> replication = server.InfoAsync("replication");
        List<(string Name, string Value)> settings = [];
        try
        {
            foreach (string pattern in new[] { "append*", "maxmemory-policy" })
            {
                foreach (KeyValuePair<string, string> setting in await server.ConfigGetAsync(pattern).ConfigureAwait(false))
                    settings.Add((setting.Key, setting.Value));
            }
        }
        catch (RedisServerException)
        {
            settings.Clear(); // A managed server that keeps its configuration to itself: judged as one that does not say.
        }
        foreach (KeyValuePair<string, string> line in (await replication.ConfigureAwait(false)).SelectMany(group => group))
            settings.Add((line.Key, line.Value));
        return [.. settings];
    }
}
