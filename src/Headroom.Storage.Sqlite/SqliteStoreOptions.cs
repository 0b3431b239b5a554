using Headroom.Context.Ports;

namespace Headroom.Storage.Sqlite;

/// <summary>Where the embedded stores keep their file, and for how long.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The data directory; created for its owner alone when the first operation needs it.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of the database file in <see cref="Directory"/>.</summary>
    /// <value>The default is <c>headroom.db</c>.</value>
    public string FileName { get; init; } = "headroom.db";

    /// <summary>Time to live and quota.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long a write waits for another process that holds the file.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes that may wait for the writer; a further caller waits until there is room or its token fires.</summary>
    /// <value>The default is 1024.</value>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>How long the store still knows that a content existed after it expired.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan TraceTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Traces of expired contents kept at most per tenant; the oldest go first.</summary>
    /// <value>The default is 100,000.</value>
    public int TracesPerTenant { get; init; } = 100_000;

    /// <summary>Pages that the file may have; 0 for no limit of our own. Lets a test fill the disk.</summary>
    internal long MaxPageCount { get; init; }
}
