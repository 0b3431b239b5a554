using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Chunks;

/// <summary>
/// The rules of a chunk, the same in one process and behind a grain. What is asked for at the same time is made once: the first
/// asker makes it, the others wait for that. Thread-safe.
/// </summary>
public sealed class ChunkCore(ChunkKey key, ILedgerStore ledger, RetentionOptions retention, TimeProvider time) : IChunk
{
    /// <summary>No more bringers are named; whoever comes later finds the content well known.</summary>
    public const int MaxBringers = 32;

    /// <summary>No more forms are kept: each question may make another.</summary>
    public const int MaxVariants = 256;

    private readonly SessionKey _ledger = ChunkLedger.Of(key);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Variant> _variants = [];
    private readonly HashSet<string> _written = [];
    private readonly Dictionary<string, TaskCompletionSource<Variant?>> _making = [];
    private readonly Dictionary<string, ChunkLedger.BringerValue> _bringers = [];
    private ChunkLedger.OriginValue? _origin;
    private DateTimeOffset _renewed;
    private bool _isRead;

    /// <inheritdoc/>
    public async ValueTask<VariantAnswer> AskAsync(VariantKey key, int length, TimeSpan patience, CancellationToken cancellationToken)
    {
        string name = key.ToName();
        while (true)
        {
            Task<Variant?> making;
            lock (_lock)
            {
                if (_variants.TryGetValue(name, out Variant? standing))
                {
                    return new VariantAnswer(standing);
                }

                if (!_making.TryGetValue(name, out TaskCompletionSource<Variant?>? maker))
                {
                    if (_making.Count >= MaxVariants)
                    {
                        return VariantAnswer.ToBeMade;
                    }

                    _making[name] = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new VariantAnswer(null, _isRead ? null : token => LookAsync(name, token));
                }

                making = maker.Task;
            }

            try
            {
                if (await making.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false) is { } made)
                {
                    return new VariantAnswer(made);
                }
            }
            catch (TimeoutException)
            {
                // Whoever was to make it is slow, or gone.
                return VariantAnswer.ToBeMade;
            }
        }
    }

    /// <inheritdoc/>
    public void Share(VariantKey key, Variant variant) => Settle(key, variant);

    /// <inheritdoc/>
    public async ValueTask<bool> NoteAsync(ChunkNote note, CancellationToken cancellationToken)
    {
        if (note.Key is { } asked)
        {
            Settle(asked, note.Variant);
        }

        if (note is { BroughtBy: null, Variant: null })
        {
            return false;
        }

        await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (Unwritten(note) is { Count: > 0 } entries)
        {
            Apply(await ledger.AppendAsync(_ledger, entries, cancellationToken).ConfigureAwait(false));
            _renewed = time.GetUtcNow();
        }
        else
        {
            await RenewAsync(cancellationToken).ConfigureAwait(false);
        }

        return note.BroughtBy is not null && _origin?.Id == note.Id;
    }

    /// <inheritdoc/>
    public async ValueTask<ChunkOrigin?> OriginAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return _origin is { } origin
                ? new ChunkOrigin(origin.Length, origin.Kind, origin.At, [.. _bringers.Values.OrderBy(bringer => bringer.At).Select(bringer => bringer.Name)], _variants.Count)
                : null;
        }
    }

    private async Task<Variant?> LookAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }

        lock (_lock)
        {
            return _variants.GetValueOrDefault(name);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isRead))
        {
            return;
        }

        IReadOnlyList<LedgerEntry> entries = await ledger.ReadAsync(_ledger, cancellationToken).ConfigureAwait(false);
        Apply(entries);
        Volatile.Write(ref _isRead, true);
    }

    /// <summary>Those who wait have the form at once, or one of them makes it; the ledger hears of it by <see cref="NoteAsync"/>.</summary>
    /// <param name="key">Which form.</param>
    /// <param name="variant">The form; <c>null</c> where it was given up.</param>
    public void Settle(VariantKey key, Variant? variant)
    {
        string name = key.ToName();
        lock (_lock)
        {
            if (variant is not null && _variants.Count < MaxVariants)
            {
                _variants.TryAdd(name, variant);
            }

            if (_making.Remove(name, out TaskCompletionSource<Variant?>? maker))
            {
                maker.SetResult(variant);
            }
        }
    }

    private List<LedgerEntry> Unwritten(ChunkNote note)
    {
        List<LedgerEntry> entries = [];
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (note.BroughtBy is { } bringer)
            {
                if (_origin is null)
                {
                    entries.Add(ChunkLedger.Origin(note, now));
                }

                if (_bringers.Count < MaxBringers && !_bringers.ContainsKey(ChunkLedger.BringerField(bringer)))
                {
                    entries.Add(ChunkLedger.Bringer(bringer, now));
                }
            }

            if (note is { Key: { } asked, Variant: { } made } && _written.Count < MaxVariants && !_written.Contains(asked.ToName()))
            {
                entries.Add(ChunkLedger.Form(asked, made));
            }
        }

        return entries;
    }

    private void Apply(IReadOnlyList<LedgerEntry> entries)
    {
        lock (_lock)
        {
            foreach (LedgerEntry entry in entries)
            {
                if (entry.Field == ChunkLedger.OriginField)
                {
                    _origin = ChunkLedger.ReadOrigin(entry);
                }
                else if (entry.Field.StartsWith(ChunkLedger.BringerPrefix, StringComparison.Ordinal))
                {
                    _bringers[entry.Field] = ChunkLedger.ReadBringer(entry);
                }
                else if (entry.Field.StartsWith(ChunkLedger.VariantPrefix, StringComparison.Ordinal))
                {
                    string name = entry.Field[ChunkLedger.VariantPrefix.Length..];
                    Variant variant = ChunkLedger.ReadForm(entry);
                    _variants[name] = variant;
                    _written.Add(name);
                    if (_making.Remove(name, out TaskCompletionSource<Variant?>? maker))
                    {
                        maker.SetResult(variant);
                    }
                }
            }
        }
    }

    /// <summary>What is in use lives on, also where there is nothing more to say about it.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_origin is not null && now - _renewed > retention.TimeToLive / 4)
        {
            await ledger.RenewAsync(_ledger, cancellationToken).ConfigureAwait(false);
            _renewed = now;
        }
    }
}
