namespace Headroom.Context.Turns;

/// <summary>What the pipeline counted since the process started. Every degradation is in here, never only in a log.</summary>
public sealed class TurnCounters
{
    private long _turns, _unlocated, _bypassed, _degraded, _prefixChanged, _storeFailures, _commitFailures, _deadlines, _alteredAnchors, _insertionFailures, _compressorDefects, _coldStarts, _unscored;

    /// <value>Requests that went through the pipeline.</value>
    public long Turns => Volatile.Read(ref _turns);

    /// <value>Requests whose body could not be located and went upstream as they came.</value>
    public long Unlocated => Volatile.Read(ref _unlocated);

    /// <value>Requests that asked to be left alone.</value>
    public long Bypassed => Volatile.Read(ref _bypassed);

    /// <value>Requests that went upstream uncompressed because something of ours failed.</value>
    public long Degraded => Volatile.Read(ref _degraded);

    /// <value>Blocks that were sent compressed before and had to go raw: a provider cache may have missed.</value>
    public long PrefixChanged => Volatile.Read(ref _prefixChanged);

    /// <value>Writes or reads that the content store did not answer in time.</value>
    public long StoreFailures => Volatile.Read(ref _storeFailures);

    /// <value>Commits that the ledger did not confirm.</value>
    public long CommitFailures => Volatile.Read(ref _commitFailures);

    /// <value>Blocks that went raw because the budget was spent.</value>
    public long Deadlines => Volatile.Read(ref _deadlines);

    /// <value>Retrieval rounds left out because the client changed the message they belong to.</value>
    public long AlteredAnchors => Volatile.Read(ref _alteredAnchors);

    /// <value>Retrieval rounds that the ledger did not confirm before the answer ended.</value>
    public long InsertionFailures => Volatile.Read(ref _insertionFailures);

    /// <value>Blocks that went raw because a compressor threw.</value>
    public long CompressorDefects => Volatile.Read(ref _compressorDefects);

    /// <value>Conversations that began without us and were made smaller from their start, since no provider caches them.</value>
    public long ColdStarts => Volatile.Read(ref _coldStarts);

    /// <value>Blocks that were compressed without the text model's scores, because it was busy, late, or failed.</value>
    public long Unscored => Volatile.Read(ref _unscored);

    /// <value>The last exception of a compressor, for the log.</value>
    public Exception? LastCompressorDefect { get; private set; }

    internal void CountCompressorDefect(Exception defect)
    {
        Interlocked.Increment(ref _compressorDefects);
        LastCompressorDefect = defect;
    }

    internal void CountColdStart() => Interlocked.Increment(ref _coldStarts);

    internal void CountUnscored() => Interlocked.Increment(ref _unscored);

    internal void CountTurn() => Interlocked.Increment(ref _turns);

    internal void CountUnlocated() => Interlocked.Increment(ref _unlocated);

    internal void CountBypassed() => Interlocked.Increment(ref _bypassed);

    internal void CountDegraded() => Interlocked.Increment(ref _degraded);

    internal void CountPrefixChanged() => Interlocked.Increment(ref _prefixChanged);

    /// <summary>Counts a write or read that the store did not answer.</summary>
    public void CountStoreFailure() => Interlocked.Increment(ref _storeFailures);

    internal void CountCommitFailure() => Interlocked.Increment(ref _commitFailures);

    internal void CountDeadline() => Interlocked.Increment(ref _deadlines);

    internal void CountAlteredAnchor() => Interlocked.Increment(ref _alteredAnchors);

    internal void CountInsertionFailure() => Interlocked.Increment(ref _insertionFailures);
}
