using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;

namespace Headroom.Context.Sessions;

/// <summary>
/// The rules of a session, the same in one process and behind a grain: a tree of lineage nodes with the verdicts given at
/// each, and the insertions. Not thread-safe: its owner calls it one call at a time.
/// </summary>
/// <param name="key">The session.</param>
/// <param name="ledger">Where it is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="retention">How long it lives.</param>
/// <param name="rereads">Whether others write to its ledger too, so that what a request knows and this does not is looked for there.</param>
public sealed class SessionCore(SessionKey key, ILedgerStore ledger, TimeProvider time, RetentionOptions retention, bool rereads = false)
{
    private static readonly TimeSpan ReadBackLimit = TimeSpan.FromMilliseconds(150);

    private readonly Dictionary<LineageNode, NodeState> _nodes = [];
    private readonly InsertionIndex _insertions = new();
    private readonly UnconfirmedEntries _unconfirmed = new(key, ledger, time);
    private bool _isLoaded;
    private long _renewedAt;

    /// <value>Whether entries wait for the ledger to answer again.</value>
    public bool HasUnconfirmed => !_unconfirmed.IsEmpty;

    /// <inheritdoc cref="ISession.PlanAsync"/>
    public async ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        bool isFresh = !_isLoaded;
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        (int known, Dictionary<ContentHash, Verdict> verdicts) = Walk(query);
        if (rereads && !isFresh && !HasUnconfirmed && ModelTurns.Behind(query, known).AreMoreThanTheAnswer)
        {
            // Somebody else may have written to the ledger: a gateway that could not reach this session, or another activation.
            await RereadAsync(cancellationToken).ConfigureAwait(false);
            (known, verdicts) = Walk(query);
        }

        long now = time.GetUtcNow().UtcTicks;
        bool renewalIsDue = now - Interlocked.Read(ref _renewedAt) > (retention.TimeToLive / 4).Ticks;
        if (renewalIsDue)
        {
            // Nobody waits for it: a plan that failed here would send the whole history raw.
            Interlocked.Exchange(ref _renewedAt, now);
            _ = RenewAsync();
        }

        return new TurnPlan(known, LiveFrom(query, known), verdicts, _insertions.Find(query.Anchors), renewalIsDue)
        {
            AlteredAnchors = _insertions.CountAltered(query.Anchors),
        };
    }

    /// <inheritdoc cref="ISession.CommitAsync"/>
    public async ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken)
    {
        List<LedgerEntry> entries = [];
        LineageNode parent = receipt.From;
        foreach (LineageNode node in receipt.Nodes)
        {
            entries.Add(LedgerCodec.Node(node, parent));
            parent = node;
        }

        entries.AddRange(receipt.Verdicts.Select(verdict => LedgerCodec.Verdict(verdict, receipt.Id)));
        LedgerEntry[]? standing = await AppendAsync(entries, cancellationToken).ConfigureAwait(false);
        if (standing is null)
        {
            KeepRaw(receipt, entries);
            return new CommitResult(false, [.. receipt.Verdicts.Select(Standing)]);
        }

        bool isTakenBack = await TakeBackAsync(receipt, entries, standing, cancellationToken).ConfigureAwait(false);
        foreach (LedgerEntry entry in standing)
        {
            Adopt(entry);
        }

        await DropLooseReferencesAsync(receipt, entries, cancellationToken).ConfigureAwait(false);
        return new CommitResult(isTakenBack, [.. receipt.Verdicts.Select(Standing)]);
    }

    /// <inheritdoc cref="ISession.InsertAsync"/>
    public async ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken)
    {
        LedgerEntry entry = LedgerCodec.Insertion(insertion);
        _insertions.Add(insertion);
        if (await AppendAsync([entry], cancellationToken).ConfigureAwait(false) is { } standing)
        {
            Adopt(standing[0]);
            return true;
        }

        _unconfirmed.Add(entry, entry);
        return false;
    }

    /// <summary>Writes what the ledger did not acknowledge before.</summary>
    /// <exception cref="StoreUnavailableException">It still does not.</exception>
    public ValueTask ConfirmAsync(CancellationToken cancellationToken) => _unconfirmed.ConfirmAsync(Adopt, cancellationToken);

    /// <summary>Like <see cref="ConfirmAsync"/>, in one short attempt that does not throw when the ledger fails.</summary>
    /// <returns>Whether nothing is left to write.</returns>
    public ValueTask<bool> TryConfirmAsync(CancellationToken cancellationToken) => _unconfirmed.TryConfirmAsync(Adopt, cancellationToken);

    /// <summary>
    /// A turn that never heard of its commit went raw, and says so under the same receipt: raw supersedes what the first
    /// attempt wrote.
    /// </summary>
    /// <returns>Whether the ledger has it.</returns>
    private async ValueTask<bool> TakeBackAsync(CommitReceipt receipt, List<LedgerEntry> meant, LedgerEntry[] standing, CancellationToken cancellationToken)
    {
        for (int i = receipt.Nodes.Count; i < meant.Count; i++)
        {
            if (!receipt.Verdicts[i - receipt.Nodes.Count].Verdict.IsCompressed && LedgerCodec.IsEarlierAttempt(standing[i], meant[i]))
            {
                _unconfirmed.Add(standing[i], meant[i]);
                standing[i] = meant[i];
            }
        }

        return !HasUnconfirmed || await TryConfirmAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Where a racing turn was first with other bytes for a block of this turn, what tells a further block by our bytes would
    /// tell it wrongly: that block goes raw.
    /// </summary>
    private async ValueTask DropLooseReferencesAsync(CommitReceipt receipt, List<LedgerEntry> attempted, CancellationToken cancellationToken)
    {
        if (receipt.Verdicts.All(verdict => Standing(verdict).Output == verdict.Verdict.Output))
        {
            return;
        }

        for (int i = 0; i < receipt.Verdicts.Count; i++)
        {
            BlockVerdict verdict = receipt.Verdicts[i];
            if (verdict.Verdict.IsReference && Standing(verdict) == verdict.Verdict)
            {
                State(verdict.Node).Verdicts[verdict.Content] = Verdict.Raw;
                _unconfirmed.Add(attempted[receipt.Nodes.Count + i], LedgerCodec.Verdict(verdict with { Verdict = Verdict.Raw }, receipt.Id));
            }
        }

        try
        {
            await ConfirmAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is StoreUnavailableException or OperationCanceledException)
        {
            // The next commit tries again.
        }
    }

    private Verdict Standing(BlockVerdict verdict) => _nodes[verdict.Node].Verdicts[verdict.Content];

    private async Task RenewAsync()
    {
        try
        {
            await ledger.RenewAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The next turn tries again.
            Interlocked.Exchange(ref _renewedAt, 0);
        }
    }

    /// <summary>The longest prefix that went upstream, and what was decided in it.</summary>
    private (int Known, Dictionary<ContentHash, Verdict> Verdicts) Walk(TurnQuery query)
    {
        int known = 0;
        Dictionary<ContentHash, Verdict> verdicts = [];
        while (known < query.Nodes.Count && _nodes.TryGetValue(query.Nodes[known], out NodeState? state) && state.IsCommitted)
        {
            foreach ((ContentHash content, Verdict verdict) in state.Verdicts)
            {
                verdicts.TryAdd(content, verdict);
            }

            known++;
        }

        return (known, verdicts);
    }

    /// <summary>
    /// Blocks after the known prefix are live. Where the last turn known here is the tip of its lineage and the request holds
    /// a later turn of the model's, that turn went upstream without us (directly, or through an outage): its blocks are in
    /// the provider's cache as they are. Where the lineage goes on otherwise, the history was rewritten, and all of it is new.
    /// Where nothing of the request is known, it began without us.
    /// </summary>
    private int LiveFrom(TurnQuery query, int known)
    {
        ModelTurns turns = ModelTurns.Behind(query, known);
        if (known == 0)
        {
            return turns.End;
        }

        bool isRewritten = _nodes[query.Nodes[known - 1]].HasChildren;
        return !isRewritten && turns.AreMoreThanTheAnswer ? turns.End : known;
    }

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (!_isLoaded)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            _isLoaded = true;
        }
    }

    /// <summary>What is in memory holds also where the ledger does not answer soon: without it the whole history would go raw.</summary>
    private async ValueTask RereadAsync(CancellationToken cancellationToken)
    {
        using var limit = new LinkedLimit(ReadBackLimit, time, cancellationToken);
        try
        {
            await ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is StoreUnavailableException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerEntry> entries = await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        foreach (LedgerEntry entry in entries)
        {
            Adopt(entry);
        }

        // What has gone upstream meanwhile holds, whatever the ledger has not heard of it.
        foreach (LedgerEntry entry in _unconfirmed.Meant)
        {
            Adopt(entry);
        }
    }

    /// <summary>
    /// Appends, and where the outcome is unknown reads back once; <c>null</c> where it stays unknown. Nothing is tried while the ledger
    /// does not even take what it was told before: whoever waits for the session is not to wait for a ledger that hangs.
    /// </summary>
    private async ValueTask<LedgerEntry[]?> AppendAsync(List<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (!await _unconfirmed.TryConfirmAllAsync(Adopt, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            return [.. await ledger.AppendAsync(key, entries, cancellationToken).ConfigureAwait(false)];
        }
        catch (Exception unknown) when (unknown is StoreUnavailableException or OperationCanceledException)
        {
            return await ReadBackAsync(entries).ConfigureAwait(false);
        }
    }

    private async ValueTask<LedgerEntry[]?> ReadBackAsync(List<LedgerEntry> entries)
    {
        using var limit = new CancellationTokenSource(ReadBackLimit, time);
        try
        {
            IReadOnlyList<LedgerEntry> all = await ledger.ReadAsync(key, limit.Token).ConfigureAwait(false);
            Dictionary<string, LedgerEntry> standing = all.ToDictionary(entry => entry.Field);
            return entries.TrueForAll(entry => standing.ContainsKey(entry.Field))
                ? [.. entries.Select(entry => standing[entry.Field])]
                : null;
        }
        catch (Exception unknown) when (unknown is StoreUnavailableException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The turn goes raw, so raw is what this session remembers, and what the ledger is told until it answers.</summary>
    private void KeepRaw(CommitReceipt receipt, List<LedgerEntry> attempted)
    {
        for (int i = 0; i < receipt.Nodes.Count; i++)
        {
            Adopt(attempted[i]);
            _unconfirmed.Add(attempted[i], attempted[i]);
        }

        for (int i = 0; i < receipt.Verdicts.Count; i++)
        {
            LedgerEntry raw = LedgerCodec.Verdict(receipt.Verdicts[i] with { Verdict = Verdict.Raw }, receipt.Id);
            State(receipt.Verdicts[i].Node).Verdicts.TryAdd(receipt.Verdicts[i].Content, Verdict.Raw);
            _unconfirmed.Add(attempted[receipt.Nodes.Count + i], raw);
        }
    }

    private void Adopt(LedgerEntry entry)
    {
        switch (LedgerCodec.Read(entry))
        {
            case LedgerCodec.NodeEntry node:
                State(node.Node).IsCommitted = true;
                if (node.Parent != LineageNode.Root)
                {
                    State(node.Parent).HasChildren = true;
                }

                break;
            case BlockVerdict verdict:
                State(verdict.Node).Verdicts[verdict.Content] = verdict.Verdict;
                break;
            case Insertion insertion:
                _insertions.Set(insertion);
                break;
            default:
                break;
        }
    }

    private NodeState State(LineageNode node)
    {
        if (!_nodes.TryGetValue(node, out NodeState? state))
        {
            _nodes[node] = state = new NodeState();
        }

        return state;
    }

    /// <summary>Where the turns of the model's end that a request holds behind a known prefix.</summary>
    /// <param name="AnswerEnd">Where the answer to the last known turn ends; 0 where nothing is known.</param>
    /// <param name="End">Where the last turn of the model's in the request ends; 0 where there is none.</param>
    private readonly record struct ModelTurns(int AnswerEnd, int End)
    {
        public bool AreMoreThanTheAnswer => End > AnswerEnd;

        public static ModelTurns Behind(TurnQuery query, int known)
        {
            int answerEnd = known, end = query.AssistantMessages.Count;
            while (known > 0 && answerEnd < query.AssistantMessages.Count && query.AssistantMessages[answerEnd])
            {
                answerEnd++;
            }

            while (end > 0 && !query.AssistantMessages[end - 1])
            {
                end--;
            }

            return new ModelTurns(answerEnd, end);
        }
    }

    private sealed class NodeState
    {
        public bool HasChildren { get; set; }

        public bool IsCommitted { get; set; }

        public Dictionary<ContentHash, Verdict> Verdicts { get; } = [];
    }
}
