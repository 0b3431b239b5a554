using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Redis.Connection;
using Headroom.Storage.Redis.Contents;
using Headroom.Storage.Redis.Ledgers;
using Headroom.Storage.Redis.Records;

namespace Headroom.Storage.Redis;

/// <summary>The three storage ports on one Redis, shared by all nodes of a cluster.</summary>
public sealed class RedisStores : IOpenStorage
{
    private readonly RedisConnection _connection;

    private RedisStores(RedisConnection connection, RedisStoreOptions options, IReadOnlyList<string> warnings, TimeProvider timeProvider)
    {
        _connection = connection;
        Warnings = warnings;
        Retention retention = new(options.Retention, timeProvider);
        Contents = new RedisContentStore(connection, retention, options);
        Ledgers = new RedisLedgerStore(connection, retention);
        Records = new RedisRecordStore(connection);
    }

    /// <summary>Originals and outputs.</summary>
    public IContentStore Contents { get; }

    /// <summary>Ledgers of sessions.</summary>
    public ILedgerStore Ledgers { get; }

    /// <summary>Small mutable records.</summary>
    public IRecordStore Records { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Raised when the connection was lost and is back.</summary>
    internal event EventHandler<StackExchange.Redis.ConnectionFailedEventArgs> Restored
    {
        add => _connection.Restored += value;
        remove => _connection.Restored -= value;
    }

    /// <summary>Connects and checks that what is acknowledged will be durable.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">Redis cannot be reached, or is less durable than allowed.</exception>
    public static async Task<RedisStores> OpenAsync(RedisStoreOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        RedisConnection connection = await RedisConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            Durability durability = await connection.CheckAsync(cancellationToken).ConfigureAwait(false);
            return new RedisStores(connection, options, durability.Weaknesses, timeProvider);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
