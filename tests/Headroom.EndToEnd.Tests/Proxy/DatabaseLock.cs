using Microsoft.Data.Sqlite;

namespace Headroom.EndToEnd.Tests.Proxy;

/// <summary>Holds the store's file as another process would that does not let go: nothing can be written meanwhile.</summary>
public sealed class DatabaseLock : IDisposable
{
    private readonly SqliteConnection _connection;

    public DatabaseLock(string directory)
    {
        _connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(directory, "headroom.db")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA busy_timeout=5000");
        Execute("BEGIN IMMEDIATE");
    }

    public void Dispose()
    {
        if (_connection.State == System.Data.ConnectionState.Open)
        {
            Execute("ROLLBACK");
            _connection.Dispose();
        }
    }

    private void Execute(string statement)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
