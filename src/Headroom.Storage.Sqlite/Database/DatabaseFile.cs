using System.Runtime.Versioning;
using Headroom.Context.Ports;
using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Database;

/// <summary>The file: where it is, who may read it, and how a connection to it is opened.</summary>
internal sealed class DatabaseFile(SqliteStoreOptions options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Directory, options.FileName));

    /// <summary>Whether the file is there. An open connection to a file that was taken away would write into nothing.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Opens a connection to a file with the schema in place, creating both if need be.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, is damaged, or is of a newer version.</exception>
    public Connection Open()
    {
        SqliteConnection? connection = null;
        try
        {
            CreateForOwner();
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = Path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
            connection.Open();
            Prepare(connection);
            return new Connection(connection);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw Unavailable(failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Tells a caller what happened to the file.</summary>
    public StoreUnavailableException Unavailable(Exception failure)
    {
        StorageInstruments.Failures.Add(1);
        return new StoreUnavailableException($"The store {Path} did not answer: {failure.Message}", failure);
    }

    private void Prepare(SqliteConnection connection)
    {
        long busyMilliseconds = (long)options.BusyTimeout.TotalMilliseconds;
        Execute(connection, $"PRAGMA busy_timeout = {busyMilliseconds}; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;");
        if (options.MaxPageCount > 0)
            Execute(connection, $"PRAGMA max_page_count = {options.MaxPageCount};");
        if (UserVersion(connection) != Schema.Version)
            CreateSchema(connection);
    }

    private void CreateSchema(SqliteConnection connection)
    {
        RefuseNewer(UserVersion(connection));
        Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;");
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long version = UserVersion(connection);
        RefuseNewer(version);
        if (version == 0)
            Execute(connection, Schema.Create);
        transaction.Commit();
    }

    private void RefuseNewer(long version)
    {
        if (version > Schema.Version)
            throw new StoreUnavailableException(
                $"The store {Path} was written by a newer Headroom (schema {version}; this one knows {Schema.Version}). " +
                "Run that version, or point this one at another data directory.");
    }

    private static long UserVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>SQLite gives the files beside the database the mode of the database.</summary>
    private void CreateForOwner()
    {
        if (Exists)
            return;
        string directory = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            using FileStream created = new(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return;
        }
        CreateOnUnix(directory);
    }

    [UnsupportedOSPlatform("windows")]
    private void CreateOnUnix(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        using FileStream created = new(Path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
        });
    }
}
