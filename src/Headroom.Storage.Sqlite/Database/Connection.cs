using Microsoft.Data.Sqlite;

namespace Headroom.Storage.Sqlite.Database;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Connection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">A constant with parameters <c>$0</c>, <c>$1</c>, …</param>
    /// <param name="values">Their values, in order.</param>
    /// <returns>The number of rows that it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query; the reader is to be disposed before the statement is used again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Reads the first column of the first row as a number; <c>null</c> without a row.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() as long?;

    /// <summary>Begins a transaction that holds the write lock from the start, so that it cannot fail half-way for want of it.</summary>
    public void Begin() => Execute("BEGIN IMMEDIATE");

    /// <summary>Makes everything since <see cref="Begin"/> durable.</summary>
    public void Commit() => Execute("COMMIT");

    public void Dispose()
    {
        foreach (SqliteCommand statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? statement))
        {
            statement = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly; values are bound.
            statement.CommandText = sql;
#pragma warning restore CA2100
            for (int index = 0; index < values.Length; index++)
                statement.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });
            _statements.Add(sql, statement);
        }
        for (int index = 0; index < values.Length; index++)
            statement.Parameters[index].Value = values[index] ?? DBNull.Value;
        return statement;
    }
}
