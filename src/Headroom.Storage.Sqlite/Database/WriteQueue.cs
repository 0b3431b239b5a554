using System.Threading.Channels;
using Headroom.Context.Ports;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Database;

/// <summary>
/// The one writer of this process. While a commit is on its way to the disk, further writes gather, and the next commit takes
/// them all: many callers share one <c>fsync</c>, and a single caller waits for one.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MaxWrites = 512;
    private const int MaxBytes = 32 << 20;
    private const int ReadOnly = 8;

    private readonly DatabaseFile _file;
    private readonly Action _onReadOnly;
    private readonly Channel<WriteJob> _jobs;
    private readonly Lock _starting = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _started;
    private Connection? _connection;

    /// <param name="file">The file.</param>
    /// <param name="capacity">Writes that may wait.</param>
    /// <param name="onReadOnly">Called when the file cannot be written, so that nobody holds on to it as it is.</param>
    public WriteQueue(DatabaseFile file, int capacity, Action onReadOnly)
    {
        _file = file;
        _onReadOnly = onReadOnly;

        // The reader is a thread that waits: waking it is all that a writer does for it.
        _jobs = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(capacity) { SingleReader = true, AllowSynchronousContinuations = true });
    }

    /// <summary>Runs <paramref name="write"/> in a transaction and returns after its commit.</summary>
    /// <param name="write">May run twice, the first time rolled back.</param>
    /// <param name="byteCount">Bytes that it brings.</param>
    /// <param name="cancellationToken">Ends the wait; the write may still land.</param>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public async Task<T> WriteAsync<T>(Func<Connection, T> write, int byteCount, CancellationToken cancellationToken)
    {
        Start();
        WriteJob<T> job = new(write, byteCount, cancellationToken);
        try
        {
            await _jobs.Writer.WriteAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException($"The store {_file.Path} is closed.", closed);
        }
        return await job.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what was queued.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        lock (_starting)
        {
            if (!_started)
                _stopped.TrySetResult();
            _started = true;
        }
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>A thread of its own: waiting for the disk must not starve the pool that the callers run on.</summary>
    private void Start()
    {
        lock (_starting)
        {
            if (_started)
                return;
            _started = true;
        }
        new Thread(Work) { IsBackground = true, Name = "Headroom store writer" }.Start();
    }

    private void Work()
    {
        List<WriteJob> batch = new(MaxWrites);
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Gather(batch);
            if (batch.Count > 0)
                CommitOrFail(batch);
            batch.Clear();
        }
        Discard();
        _stopped.TrySetResult();
    }

    private void Gather(List<WriteJob> batch)
    {
        long bytes = 0;
        while (batch.Count < MaxWrites && bytes < MaxBytes && _jobs.Reader.TryRead(out WriteJob? job))
        {
            if (job.IsAbandoned)
                continue;
            batch.Add(job);
            bytes += job.ByteCount;
        }
    }

    /// <summary>One write that does not fit (the disk is nearly full) must not fail those it happened to travel with.</summary>
    private void CommitOrFail(List<WriteJob> batch)
    {
        Exception? failure = TryCommit(batch);
        bool isOneTooLarge = failure?.InnerException is SqliteException { SqliteErrorCode: 13 or 18 };
        if (failure is null || (isOneTooLarge && batch.Count > 1))
        {
            foreach (WriteJob job in failure is null ? [] : batch)
                CommitOrFail([job]);
            return;
        }
        foreach (WriteJob job in batch)
            job.Fail(failure);
    }

    private Exception? TryCommit(List<WriteJob> batch)
    {
        try
        {
            if (_connection is not null && !_file.Exists)
                Discard();
            _connection ??= _file.Open();
            _connection.Begin();
            foreach (WriteJob job in batch)
                job.Run(_connection);
            _connection.Commit();
        }
        catch (Exception failure)
        {
            // A connection that saw a full disk or a read-only file keeps failing after the condition has ended.
            Discard();
            if ((failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode == ReadOnly)
                _onReadOnly();
            return failure as StoreUnavailableException ?? _file.Unavailable(failure);
        }
        StorageInstruments.CommitSize.Record(batch.Count);
        foreach (WriteJob job in batch)
            job.Complete();
        return null;
    }

    private void Discard()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (SqliteException)
        {
            // Closing rolls back; a file that is gone has nothing to roll back.
            StorageInstruments.Failures.Add(1);
        }
        _connection = null;
    }
}
