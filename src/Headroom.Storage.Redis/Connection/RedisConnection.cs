using System.Globalization;
using Headroom.Context.Ports;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Connection;

/// <summary>
/// One multiplexed connection. Every call has a deadline, and every failure of the driver becomes a
/// <see cref="StoreUnavailableException"/>. While the server is away, calls fail at once rather than queue: a turn that could
/// not be stored goes out raw, and must not be held up first.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _room;
    private readonly bool _allowWeakDurability;
    private Durability? _durability;
    private int _losses;

    private RedisConnection(ConnectionMultiplexer multiplexer, RedisStoreOptions options)
    {
        _multiplexer = multiplexer;
        _timeout = options.OperationTimeout;
        _room = new SemaphoreSlim(options.MaxInFlight);
        _allowWeakDurability = options.AllowWeakDurability;
        // Who answers from now on may be another server, or the same one started differently.
        multiplexer.ConnectionFailed += (_, _) => ForgetDurability();
        multiplexer.ConfigurationChanged += (_, _) => ForgetDurability();
    }

    /// <summary>The primaries that are connected.</summary>
    private IReadOnlyList<IServer> Primaries => [.. _multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false })];

    /// <summary>Whether writes of others may have to be waited for, because they count only once a replica has them.</summary>
    public bool WaitsForReplicas => Volatile.Read(ref _durability) is not { RequiredReplicas: 0 };

    /// <summary>Raised when a connection that was lost is back.</summary>
    public event EventHandler<ConnectionFailedEventArgs> Restored
    {
        add => _multiplexer.ConnectionRestored += value;
        remove => _multiplexer.ConnectionRestored -= value;
    }

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">No primary can be reached.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisStoreOptions options, CancellationToken cancellationToken)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(options.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(500);
        configuration.AsyncTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        configuration.IncludeDetailInExceptions = false;
        configuration.ClientName ??= "headroom";
        configuration.AllowAdmin = true; // CONFIG GET, for the check of durability.
        try
        {
            ConnectionMultiplexer multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken).ConfigureAwait(false);
            RedisConnection connection = new(multiplexer, options);
            if (connection.Primaries.Count > 0)
                return connection;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (RedisException failure)
        {
            throw new StoreUnavailableException($"Redis cannot be reached: {failure.Message}", failure);
        }
        throw new StoreUnavailableException("Redis cannot be reached: no primary answers at the configured endpoints.");
    }

    /// <summary>Reads from the primary: a replica may not have yet what was acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">No answer in time, or a refusal.</exception>
    public Task<T> ReadAsync<T>(string what, Func<IDatabase, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(what, () => read(_multiplexer.GetDatabase()), cancellationToken);

    /// <summary>What the servers promise; asked for anew after a connection was lost.</summary>
    /// <exception cref="StoreUnavailableException">No answer, or less than is allowed.</exception>
    public Task<Durability> CheckAsync(CancellationToken cancellationToken) =>
        RunAsync("say how durable it is", DemandDurabilityAsync, cancellationToken);

    /// <summary>Runs a script and returns when its effects are durable. The script writes something in any case.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public Task<RedisResult> WriteAsync(
        string what, string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(
            what,
            async () =>
            {
                Durability durability = Volatile.Read(ref _durability) ?? await DemandDurabilityAsync().ConfigureAwait(false);
                return durability.RequiredReplicas == 0
                    ? await _multiplexer.GetDatabase().ScriptEvaluateAsync(script, keys, values, CommandFlags.DemandMaster).ConfigureAwait(false)
                    : await WriteToReplicasAsync(durability.RequiredReplicas, script, keys, values).ConfigureAwait(false);
            },
            cancellationToken);

    public async ValueTask DisposeAsync() => await _multiplexer.DisposeAsync().ConfigureAwait(false);

    private async Task<Durability> DemandDurabilityAsync()
    {
        int losses = Volatile.Read(ref _losses);
        Durability durability = await Durability.CheckAsync(Primaries).ConfigureAwait(false);
        durability.Demand(_allowWeakDurability);
        Volatile.Write(ref _durability, durability);
        if (losses != Volatile.Read(ref _losses))
            Volatile.Write(ref _durability, null);
        return durability;
    }

    private void ForgetDurability()
    {
        Interlocked.Increment(ref _losses);
        Volatile.Write(ref _durability, null);
    }

    /// <summary>
    /// <c>WAIT</c> speaks of the writes of its own connection. If that was lost in between, a new one would answer for writes that
    /// it never made, so the connection's id is asked for before and after.
    /// </summary>
    private async Task<RedisResult> WriteToReplicasAsync(int required, string script, RedisKey[] keys, RedisValue[] values)
    {
        IServer server = _multiplexer.GetServer(keys[0]);
        Task<RedisResult> before = server.ExecuteAsync("CLIENT", "ID");
        RedisResult result = await _multiplexer.GetDatabase().ScriptEvaluateAsync(script, keys, values, CommandFlags.DemandMaster).ConfigureAwait(false);
        int milliseconds = Math.Max(1, (int)_timeout.TotalMilliseconds / 2);
        Task<RedisResult> wait = server.ExecuteAsync("WAIT", required, milliseconds);
        Task<RedisResult> after = server.ExecuteAsync("CLIENT", "ID");
        long replicas = (long)await wait.ConfigureAwait(false);
        if ((long)await before.ConfigureAwait(false) != (long)await after.ConfigureAwait(false))
            throw new StoreUnavailableException("The connection to Redis was lost before a replica acknowledged.");
        return replicas >= required ? result : throw new StoreUnavailableException("No replica of Redis acknowledged in time.");
    }

    /// <summary>Calls, within the limit. A driver that loses its connection cancels some of what was on it: nobody here asked for that.</summary>
    private async Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await RunInRoomAsync(call).WaitAsync(_timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            RedisInstruments.Failures.Add(1);
            throw;
        }
        catch (Exception failure) when (failure is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            RedisInstruments.Failures.Add(1);
            throw new StoreUnavailableException(Describe(what, failure), failure);
        }
    }

    private async Task<T> RunInRoomAsync<T>(Func<Task<T>> call)
    {
        if (!await _room.WaitAsync(_timeout).ConfigureAwait(false))
            throw new StoreUnavailableException("Too many operations wait for Redis.");
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    private string Describe(string what, Exception failure) => failure switch
    {
        TimeoutException => string.Create(CultureInfo.InvariantCulture, $"Redis did not {what} within {_timeout.TotalMilliseconds:0} ms."),
        RedisServerException when failure.Message.StartsWith("OOM", StringComparison.Ordinal) => $"Redis did not {what}: it is full (maxmemory).",
        RedisServerException => $"Redis did not {what}: {failure.Message}",
        ObjectDisposedException => $"Redis did not {what}: the store is closed.",
        _ => $"Redis did not {what}: it cannot be reached.",
    };
}
