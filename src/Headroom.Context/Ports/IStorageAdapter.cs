namespace Headroom.Context.Ports;

/// <summary>Opens one kind of storage from configuration. Named by a <see cref="StorageAdapterAttribute"/>.</summary>
public interface IStorageAdapter
{
    /// <summary>Opens the storage and checks that what it acknowledges will be durable.</summary>
    /// <param name="settings">Values by name, such as <c>ConnectionString</c>; each adapter's README lists its own.</param>
    /// <param name="retention">How long contents and ledgers live, and how much room they have.</param>
    /// <param name="timeProvider">The clock that ages them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">A setting is missing, unknown or malformed; the message names it.</exception>
    /// <exception cref="StoreUnavailableException">
    /// It cannot be reached, or would acknowledge what it may lose and was not told by name that this is wanted.
    /// </exception>
    Task<IOpenStorage> OpenAsync(
        IReadOnlyDictionary<string, string> settings,
        RetentionOptions retention,
        TimeProvider timeProvider,
        CancellationToken cancellationToken);
}

/// <summary>The ports that one opened storage has. Disposing finishes what was begun and closes it.</summary>
public interface IOpenStorage : IAsyncDisposable
{
    /// <summary>Originals and outputs; <c>null</c> where this kind of storage does not keep them.</summary>
    IContentStore? Contents { get; }

    /// <summary>Ledgers of sessions; <c>null</c> where this kind of storage does not keep them.</summary>
    ILedgerStore? Ledgers { get; }

    /// <summary>Small mutable records; <c>null</c> where this kind of storage does not keep them.</summary>
    IRecordStore? Records { get; }

    /// <summary>What an operator should be told at start, such as a durability weaker than the default; empty where all is well.</summary>
    IReadOnlyList<string> Warnings { get; }
}
