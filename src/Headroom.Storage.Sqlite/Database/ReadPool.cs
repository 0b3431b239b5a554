using System.Collections.Concurrent;
using Headroom.Context.Ports;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Database;

/// <summary>A few connections for reading. Readers never wait for the writer: that is what the write-ahead log is for.</summary>
internal sealed class ReadPool(DatabaseFile file) : IDisposable
{
    private const int Size = 4;

    private readonly SemaphoreSlim _free = new(Size);
    private readonly ConcurrentBag<Connection> _idle = [];
    private volatile bool _closed;
    private volatile int _generation;

    /// <summary>
    /// Opens every connection anew from now on. Connections of one process share the state of a file, so that one that was
    /// opened while the file could not be written keeps the writer from writing after it can be.
    /// </summary>
    public void Renew()
    {
        Interlocked.Increment(ref _generation);
        CloseIdle();
    }

    /// <summary>Runs <paramref name="read"/> on a connection.</summary>
    /// <exception cref="StoreUnavailableException">The file did not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller's token fired first; the read is left to finish alone.</exception>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        if (_closed)
            throw new StoreUnavailableException($"The store {file.Path} is closed.");
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<T> reading = Task.Run(() => ReadAndRelease(read), CancellationToken.None);
        return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private T ReadAndRelease<T>(Func<Connection, T> read)
    {
        try
        {
            return Read(read);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Read<T>(Func<Connection, T> read)
    {
        if (!file.Exists)
            CloseIdle();
        int generation = _generation;
        Connection connection = _idle.TryTake(out Connection? idle) ? idle : file.Open();
        try
        {
            T result = read(connection);
            if (generation == _generation)
                _idle.Add(connection);
            else
                connection.Dispose();
            if (_closed || generation != _generation)
                CloseIdle();
            return result;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw file.Unavailable(failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out Connection? connection))
            connection.Dispose();
    }
}
