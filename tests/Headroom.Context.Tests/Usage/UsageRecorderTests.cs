using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Usage;
using ManualTimeProvider = Headroom.Testing.Time.ManualTimeProvider;
using MemoryRecordStore = Headroom.Testing.Memory.MemoryRecordStore;

namespace Headroom.Context.Tests.Usage;

/// <summary>Usage on its way into the store.</summary>
public sealed class UsageRecorderTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 20, 0, TimeSpan.Zero);

    private readonly Stubborn _store = new();
    private readonly ManualTimeProvider _time = new(Start);

    [Fact]
    public async Task Turns_are_written_in_one_batch_for_each_hour()
    {
        await using UsageRecorder recorder = New();
        for (int i = 0; i < 500; i++)
        {
            recorder.Add(TenantId.Local, UsageRecordsTests.Row("a", 10, 1));
        }

        await recorder.WriteAsync();
        Assert.InRange(_store.Writes, 1, 2);
        Assert.Equal(500, (await TotalsAsync()).Requests);
    }

    [Fact]
    public async Task What_the_store_does_not_take_waits_and_is_counted()
    {
        await using UsageRecorder recorder = New();
        _store.IsDown = true;
        recorder.Add(TenantId.Local, UsageRecordsTests.Row("a", 10, 1));
        await recorder.WriteAsync();
        Assert.Equal(1, recorder.Failures);
        _store.IsDown = false;
        recorder.Add(TenantId.Local, UsageRecordsTests.Row("a", 5, 1));
        await recorder.WriteAsync();
        Assert.Equal((2, 15), ((await TotalsAsync()).Requests, (await TotalsAsync()).TokensBefore));
    }

    [Fact]
    public async Task The_timer_writes_without_anyone_asking()
    {
        await using UsageRecorder recorder = New();
        recorder.Add(TenantId.Local, UsageRecordsTests.Row("a", 10, 1));
        _time.Advance(new UsageRecorderOptions().Interval);
        await _store.Written;
        Assert.Equal(1, (await TotalsAsync()).Requests);
    }

    [Fact]
    public async Task What_is_left_is_written_at_the_end()
    {
        await using (UsageRecorder recorder = New())
        {
            recorder.Add(TenantId.Local, UsageRecordsTests.Row("a", 10, 1));
        }

        Assert.Equal(1, (await TotalsAsync()).Requests);
    }

    private UsageRecorder New() => new(new UsageRecords(_store, "one"), new UsageRecorderOptions(), _time);

    private async Task<UsageTotals> TotalsAsync() => new UsageReport(await new UsageRecords(_store, "reader").ReadAsync(TenantId.Local, Start, default)).Totals;

    /// <summary>A store that can be down, and tells of its writes of usage.</summary>
    private sealed class Stubborn : IRecordStore
    {
        private readonly MemoryRecordStore _inner = new();
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDown { get; set; }

        public int Writes { get; private set; }

        public Task Written => _written.Task;

        public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) => IsDown ? throw new StoreUnavailableException("down") : _inner.GetAsync(key, cancellationToken);

        public async Task<StoredRecord> CreateAsync(RecordKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
        {
            StoredRecord stored = await _inner.CreateAsync(key, value, cancellationToken);
            Tell(key);
            return stored;
        }

        public async Task<StoredRecord?> UpdateAsync(RecordKey key, ReadOnlyMemory<byte> value, string etag, CancellationToken cancellationToken)
        {
            StoredRecord? stored = await _inner.UpdateAsync(key, value, etag, cancellationToken);
            Tell(key);
            return stored;
        }

        private void Tell(RecordKey key)
        {
            Writes++;
            if (key.Name != "index")
            {
                _written.TrySetResult();
            }
        }
    }
}
