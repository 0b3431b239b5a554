using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Contents;
using Headroom.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite;

/// <summary>Reclaims the room of what has expired, a bounded number of rows per transaction so that puts get in between.</summary>
internal sealed class Sweeper : IAsyncDisposable
{
    private const int RowsPerStep = 256;
    private const int TenantsPerStep = 1000;

    private readonly DatabaseFile _file;
    private readonly WriteQueue _writes;
    private readonly Retention _retention;
    private readonly SqliteStoreOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer _timer;

    public Sweeper(DatabaseFile file, WriteQueue writes, Retention retention, SqliteStoreOptions options, TimeProvider timeProvider)
    {
        _file = file;
        _writes = writes;
        _retention = retention;
        _options = options;
        double minutes = Math.Clamp(options.Retention.TimeToLive.TotalMinutes / 16, 1, 60);
        TimeSpan interval = TimeSpan.FromMinutes(minutes);
        _timer = timeProvider.CreateTimer(_ => _ = SweepOnTimerAsync(), null, interval, interval);
    }

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int total = 0;
            for (int removed = RowsPerStep; removed >= RowsPerStep; total += removed)
                removed = await _writes.WriteAsync(SweepStep, 0, cancellationToken).ConfigureAwait(false);
            await _writes.WriteAsync(ForgetTraces, 0, cancellationToken).ConfigureAwait(false);
            StorageInstruments.Expirations.Add(total);
            return total;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task SweepOnTimerAsync()
    {
        try
        {
            if (_file.Exists)
                await SweepAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            StorageInstruments.SweepFailures.Add(1);
        }
    }

    private int SweepStep(Connection connection)
    {
        long now = _retention.Now;
        long expiredAt = _retention.ExpiredAt(now);
        List<(long Id, string Tenant, byte[] Hash)> expired = [];
        using (SqliteDataReader row = connection.Query(
            "SELECT id, tenant, hash FROM contents WHERE renewed <= $0 ORDER BY renewed LIMIT $1", expiredAt, RowsPerStep))
        {
            while (row.Read())
                expired.Add((row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));
        }
        foreach ((long id, string tenant, byte[] hash) in expired)
            ContentWrites.Expire(connection, tenant, id, hash, now);
        return expired.Count + SweepSessions(connection, expiredAt, RowsPerStep - expired.Count);
    }

    private static int SweepSessions(Connection connection, long expiredAt, int limit)
    {
        connection.Execute(
            "DELETE FROM entries WHERE session IN (SELECT id FROM sessions WHERE renewed <= $0 ORDER BY renewed, id LIMIT $1)",
            expiredAt, limit);
        return connection.Execute(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE renewed <= $0 ORDER BY renewed, id LIMIT $1)",
            expiredAt, limit);
    }

    /// <summary>Forgets traces that are too old or too many, with the markers that led to them, and gives free pages back.</summary>
    private int ForgetTraces(Connection connection)
    {
        long oldest = _retention.Now - (long)_options.TraceTime.TotalMilliseconds;
        List<string> tenants = [];
        using (SqliteDataReader row = connection.Query("SELECT tenant FROM occupancy LIMIT $0", TenantsPerStep))
        {
            while (row.Read())
                tenants.Add(row.GetString(0));
        }
        int forgotten = 0;
        foreach (string tenant in tenants)
            forgotten += ForgetTraces(connection, tenant, oldest);
        connection.Execute("PRAGMA incremental_vacuum(1024)");
        return forgotten;
    }

    private int ForgetTraces(Connection connection, string tenant, long oldest)
    {
        long surplusAt = connection.Number(
            "SELECT gone FROM traces WHERE tenant = $0 ORDER BY gone DESC LIMIT 1 OFFSET $1", tenant, _options.TracesPerTenant) ?? oldest;
        long forgetAt = Math.Max(oldest, surplusAt);
        connection.Execute(
            """
            DELETE FROM markers WHERE tenant = $0 AND hash IN (SELECT hash FROM traces WHERE tenant = $0 AND gone <= $1)
            """,
            tenant, forgetAt);
        return connection.Execute("DELETE FROM traces WHERE tenant = $0 AND gone <= $1", tenant, forgetAt);
    }
}
