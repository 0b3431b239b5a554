using Headroom.Context.Local;
using Headroom.Context.Messages;
using Headroom.Context.Ports;

namespace Headroom;

/// <summary>Compresses in this process.</summary>
public sealed class HeadroomCompressor : IMessageCompressor
{
    private readonly StoreCompressor _compressor;

    /// <summary>Keeps originals in the given stores.</summary>
    /// <param name="contents">Where originals are kept, for as long as anything shows their markers.</param>
    /// <param name="records">Where the secret of the markers is kept, as long as those.</param>
    public HeadroomCompressor(IContentStore contents, IRecordStore records) => _compressor = new StoreCompressor(contents, records);

    /// <summary>Keeps originals in memory.</summary>
    /// <param name="options">The bounds; everything has a default.</param>
    /// <param name="time">The clock; <c>null</c> for the machine's.</param>
    public HeadroomCompressor(RetentionOptions? options = null, TimeProvider? time = null)
        : this(new ProcessContentStore(options ?? InMemory, time ?? TimeProvider.System), new ProcessRecordStore())
    {
    }

    /// <value>One for the whole process, with its originals in memory: 256 MiB at most, the least recently shown go first.</value>
    public static IMessageCompressor Shared { get; } = new HeadroomCompressor();

    private static RetentionOptions InMemory => new() { QuotaBytes = 256L << 20, ActiveFor = TimeSpan.Zero };

    /// <summary>Compresses the tool results in a list of messages, with <see cref="Shared"/>.</summary>
    /// <inheritdoc cref="IMessageCompressor.CompressAsync"/>
    public static Task<CompressionResult> CompressAsync(string messages, MessageOptions? options = null, CancellationToken cancellationToken = default) =>
        Shared.CompressAsync(messages, options, cancellationToken);

    /// <inheritdoc/>
    Task<CompressionResult> IMessageCompressor.CompressAsync(string messages, MessageOptions? options, CancellationToken cancellationToken) =>
        _compressor.CompressAsync(messages, options, cancellationToken);

    /// <inheritdoc/>
    Task<RetrievedText> IMessageCompressor.RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken) =>
        _compressor.RetrieveAsync(hash, query, range, cancellationToken);
}
