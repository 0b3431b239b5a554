using Headroom.Context.Ports;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Tests;

/// <summary>A directory of its own for a test, and the stores that it opened there.</summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("headroom-store-");
    private readonly List<SqliteStores> _stores = [];

    public string Path => System.IO.Path.Combine(_parent.FullName, "data");

    public string File => System.IO.Path.Combine(Path, "headroom.db");

    public SqliteStores Open(TimeProvider? clock = null, RetentionOptions? retention = null, long maxPageCount = 0)
    {
        SqliteStores stores = new(
            new SqliteStoreOptions { Directory = Path, Retention = retention ?? new(), MaxPageCount = maxPageCount },
            clock ?? TimeProvider.System);
        _stores.Add(stores);
        return stores;
    }

    /// <summary>Changes the file behind the back of the store.</summary>
    public void Tamper(string sql)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own statement.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteStores stores in _stores)
            await stores.DisposeAsync();
        _parent.Delete(recursive: true);
    }
}
