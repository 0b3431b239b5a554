using System.ComponentModel.DataAnnotations;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Usage;

/// <summary>
/// Writes usage to the store in batches, off the path of requests. What the store does not take waits for the next batch; disposing
/// writes what is left.
/// </summary>
public sealed class UsageRecorder : IAsyncDisposable
{
    private readonly UsageStage _stage = new();
    private readonly IUsage _records;
    private readonly UsageRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ITimer _timer;
    private long _failures;

    /// <summary>Makes a recorder over records.</summary>
    public UsageRecorder(IUsage records, UsageRecorderOptions options, TimeProvider time)
    {
        (_records, _options, _time) = (records, options, time);
        _timer = time.CreateTimer(_ => _ = WriteAsync(), null, options.Interval, options.Interval);
    }

    /// <value>How many batches the store did not take.</value>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Adds what a subject used just now.</summary>
    public void Add(TenantId tenant, UsageRow row) => _stage.Add(tenant, _time.GetUtcNow(), row);

    /// <summary>Writes what has been added so far.</summary>
    public async Task WriteAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (StagedUsage usage in _stage.Take())
            {
                await WriteAsync(usage).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await WriteAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync(StagedUsage usage)
    {
        using var limit = new CancellationTokenSource(_options.WriteLimit, _time);
        try
        {
            await _records.AddAsync(usage.Tenant, usage.Hour, usage.Rows, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failures);
            _stage.GiveBack(usage);
        }
    }
}

/// <summary>When usage is written.</summary>
public sealed class UsageRecorderOptions
{
    /// <summary>The pause between two batches.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the store may take for one hour of one tenant.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan WriteLimit { get; init; } = TimeSpan.FromSeconds(10);
}
