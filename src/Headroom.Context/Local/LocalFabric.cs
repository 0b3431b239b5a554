using System.Collections.Concurrent;
using Headroom.Context.Agents;
using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;
using Headroom.Context.Usage;

namespace Headroom.Context.Local;

/// <summary>The fabric of a single process: one mailbox and one core per session, bounded, dropped when idle.</summary>
public sealed class LocalFabric : IContextFabric, IAsyncDisposable
{
    private readonly ConcurrentDictionary<SessionKey, LocalSession> _sessions = new();
    private readonly ConcurrentDictionary<ChunkKey, ChunkCore> _chunks = new();
    private readonly ConcurrentDictionary<TenantId, TenantCore> _tenants = new();
    private readonly ConcurrentDictionary<LocalSession, bool> _unconfirmed = new();
    private readonly ILedgerStore _ledger;
    private readonly IRecordStore _records;
    private readonly RetentionOptions _retention;
    private readonly LocalFabricOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _confirmTimer;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes the fabric over a ledger and records.</summary>
    public LocalFabric(ILedgerStore ledger, IRecordStore records, RetentionOptions retention, LocalFabricOptions options, TimeProvider time)
    {
        _ledger = ledger;
        _records = records;
        _retention = retention;
        _options = options;
        _time = time;
        Usage = new UsageRecords(records, Environment.MachineName);
        _confirmTimer = time.CreateTimer(_ => ConfirmAll(), null, options.ConfirmInterval, options.ConfirmInterval);
    }

    /// <inheritdoc/>
    public ISession Session(SessionKey key)
    {
        LocalSession session = _sessions.GetOrAdd(key, k => new LocalSession(
            new SessionCore(k, _ledger, _time, _retention), new Mailbox(_options.MaxWaitingPerSession), unconfirmed => _unconfirmed[unconfirmed] = true));
        session.LastUsed = _time.GetTimestamp();
        if (_sessions.Count > _options.MaxSessions)
        {
            DropIdle(key);
        }

        return session;
    }

    /// <inheritdoc/>
    public IAgent Agent(AgentKey key) => new AgentCore(key, _records, _time);

    /// <summary>The tenant under an id. Tenants are those of configured keys, so that there are no more of them than that.</summary>
    public ITenant Tenant(TenantId tenant) => _tenants.GetOrAdd(tenant, id => new TenantCore(id, _options.Tenants, _time));

    /// <inheritdoc/>
    public IUsage Usage { get; }

    IChunk IContextFabric.Chunk(ChunkKey key) => Chunk(key);

    /// <summary>The content under a key; it exists from the first call.</summary>
    public ChunkCore Chunk(ChunkKey key)
    {
        if (_chunks.Count >= _options.MaxChunks && !_chunks.ContainsKey(key))
        {
            _chunks.Clear();
        }

        return _chunks.GetOrAdd(key, k => new ChunkCore(k, _ledger, _retention, _time));
    }

    /// <summary>
    /// The session under a key, read anew from the ledger: for a process that is not the only one to write there. One that is
    /// in use, or still owes the ledger something, stays.
    /// </summary>
    public ISession Reopen(SessionKey key)
    {
        if (_sessions.TryGetValue(key, out LocalSession? standing) && standing.CanBeDropped)
        {
            _sessions.TryRemove(KeyValuePair.Create(key, standing));
        }

        return Session(key);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _confirmTimer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>A dropped session is read again from the ledger, so only one that waits for the ledger must stay.</summary>
    private void DropIdle(SessionKey except)
    {
        IEnumerable<SessionKey> oldest = _sessions
            .Where(pair => pair.Key != except && pair.Value.CanBeDropped)
            .OrderBy(pair => pair.Value.LastUsed)
            .Take(Math.Max(1, _options.MaxSessions / 8))
            .Select(pair => pair.Key);
        foreach (SessionKey key in oldest.ToArray())
        {
            _sessions.TryRemove(key, out _);
        }
    }

    /// <summary>Also a session that was dropped while a turn of it was under way still owes the ledger what it could not write.</summary>
    private void ConfirmAll()
    {
        foreach (LocalSession session in _unconfirmed.Keys)
        {
            if (session.HasUnconfirmed)
            {
                _ = session.ConfirmAsync(_stopping.Token);
            }
            else
            {
                _unconfirmed.TryRemove(session, out _);
            }
        }
    }
}
