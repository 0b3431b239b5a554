using System.Collections.Concurrent;
using System.Text;
using Headroom.Compression.Blocks;
using Headroom.Context.Chunks;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>A gateway's pipeline over a fabric, with a memory of its own and the cluster's stores.</summary>
internal sealed class GatewayNode(IContextFabric fabric, ThreeSilos cluster, TurnOptions? options = null) : IDisposable
{
    private static readonly Caller Someone = new("someone", "talk");

    private readonly ConcurrentBag<Task<SharedFigures>> _sharing = [];

    private readonly TenantId _tenant = new($"tenant-{Guid.NewGuid():n}");

    private readonly TurnPipeline _pipeline = new(
        fabric, cluster.Contents, new TenantSecrets(cluster.Records), new AnswerDirectory(cluster.Ledger), new ProfileSelection(CompressionProfiles.Balanced),
        options ?? new TurnOptions { Budget = TimeSpan.FromSeconds(20), CommitLimit = TimeSpan.FromSeconds(2), HistoryLimit = TimeSpan.FromSeconds(4) }, TimeProvider.System);

    /// <summary>A second gateway of the same team.</summary>
    public GatewayNode(GatewayNode other, IContextFabric fabric, ThreeSilos cluster, TurnOptions? options = null)
        : this(fabric, cluster, options) => _tenant = other._tenant;

    public TurnCounters Counters => _pipeline.Counters;

    /// <summary>The session that a talk belongs to.</summary>
    public SessionKey KeyOf(AgentTalk talk)
    {
        Assert.True(TurnLocator.TryLocate(talk.Protocol, talk.Body, out TurnMap? map));
        return SessionIdentity.Of(_tenant, Someone, map);
    }

    /// <value>Whose gateway it is.</value>
    public TenantId Tenant => _tenant;

    /// <summary>What the turns so far have shared.</summary>
    public async Task<SharedFigures> SharedAsync() => (await Task.WhenAll(_sharing)).Aggregate(default(SharedFigures), SharedFigures.Add);

    /// <summary>Sends a turn.</summary>
    /// <returns>The messages that went upstream, byte for byte.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(AgentTalk talk, string? principal = null)
    {
        Caller caller = principal is null ? Someone : Someone with { Principal = principal };
        PreparedTurn turn = await _pipeline.PrepareAsync(new TurnRequest(_tenant, caller, talk.Protocol, talk.Body, IsBypassed: false), default);
        _sharing.Add(turn.Sharing);
        byte[] body = turn.Splice.ToMemory().ToArray();
        Assert.True(TurnLocator.TryLocate(talk.Protocol, body, out TurnMap? map));
        return [.. map.Messages.Select(message => Encoding.UTF8.GetString(message.Range.Of(body.AsSpan())))];
    }

    public void Dispose() => _pipeline.Dispose();
}
