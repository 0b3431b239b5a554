namespace Headroom.Storage.Sqlite.Database;

/// <summary>One caller's write, waiting to share a transaction with others.</summary>
internal abstract class WriteJob(int byteCount, CancellationToken abandoned)
{
    /// <summary>Bytes that it brings, so that a transaction stays bounded.</summary>
    public int ByteCount { get; } = byteCount;

    /// <summary>Whether the caller has stopped waiting; such a write need not be made any more.</summary>
    public bool IsAbandoned => abandoned.IsCancellationRequested;

    /// <summary>Does the work inside a transaction that others share.</summary>
    public abstract void Run(Connection connection);

    /// <summary>Answers the caller after the commit.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing may be built on this write.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class WriteJob<T>(Func<Connection, T> write, int byteCount, CancellationToken abandoned) : WriteJob(byteCount, abandoned)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _refusal;

    public Task<T> Completion => _completion.Task;

    public override void Run(Connection connection)
    {
        _refusal = null;
        try
        {
            _result = write(connection);
        }
        catch (WriteRefusedException refusal)
        {
            _refusal = refusal.ForCaller;
        }
    }

    public override void Complete()
    {
        if (_refusal is null)
            _completion.TrySetResult(_result);
        else
            _completion.TrySetException(_refusal);
    }

    public override void Fail(Exception failure) => _completion.TrySetException(failure);
}

/// <summary>Thrown by a write before it changed anything: it alone fails, those that share its transaction do not.</summary>
internal sealed class WriteRefusedException(Exception forCaller) : Exception(forCaller.Message, forCaller)
{
    public Exception ForCaller => InnerException!;
}
