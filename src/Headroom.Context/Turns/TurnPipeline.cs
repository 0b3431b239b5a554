using Headroom.Compression.Blocks;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>
/// Makes a request smaller without changing what went upstream before: 2. locate, 3. hash, 4. plan, 5. replay, 6. compress,
/// 7. store, 8. commit, 9. splice. Steps 1 (admit) and 10 to 12 (forward, relay, account) are the gateway's. Whatever fails
/// here leaves the request as it came.
/// </summary>
public sealed class TurnPipeline : IDisposable
{
    private readonly IContextFabric _fabric;
    private readonly IContentStore _contents;
    private readonly TenantSecrets _secrets;
    private readonly TurnOptions _options;
    private readonly TimeProvider _time;
    private readonly OutputCache _outputs;
    private readonly BlockReplay _replay;
    private readonly BlockCompression _compression;
    private Task _warmUp = Task.CompletedTask;
    private volatile bool _isHistorySlow;

    /// <summary>Makes the pipeline of a process.</summary>
    public TurnPipeline(
        IContextFabric fabric, IContentStore contents, TenantSecrets secrets, CompressionProfile profile, TurnOptions options, TimeProvider time)
    {
        _fabric = fabric;
        _contents = contents;
        _secrets = secrets;
        _options = options;
        _time = time;
        _outputs = new OutputCache(options.OutputCacheBytes);
        var compressor = new BlockCompressor(profile);
        _replay = new BlockReplay(_outputs, contents, secrets, compressor, profile, Counters);
        _compression = new BlockCompression(compressor, profile, options, Counters);
        Meter = new TurnMeter();
    }

    /// <value>What was counted since the start.</value>
    public TurnCounters Counters { get; } = new();

    /// <value>Counts the tokens of turns.</value>
    public TurnMeter Meter { get; }

    /// <summary>
    /// Begins to load what the first request would wait for: vocabularies, compressors, the store. Requests that come before
    /// it is done wait for it, outside of their budget.
    /// </summary>
    public void StartWarmUp(TenantId tenant) => _warmUp = Task.Run(() => WarmUp.RunAsync(tenant, _secrets, _compression, Counters));

    /// <summary>Prepares a request to go upstream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task<PreparedTurn> PrepareAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        Counters.CountTurn();
        await _warmUp.WaitAsync(cancellationToken).ConfigureAwait(false);

        // 2. Locate.
        if (!TurnLocator.TryLocate(request.Protocol, request.Body, out TurnMap? map))
        {
            Counters.CountUnlocated();
            return new PreparedTurn(new BodySplice(request.Body)) { Treatment = TurnTreatment.Unlocated };
        }

        // 3. Hash.
        List<BlockWork> blocks = TurnBlocks.Find(map, request.Body, _options.MinBlockBytes);
        LineageNode[] nodes = Nodes(map);
        CountedSession session = new(_fabric.Session(SessionIdentity.Of(request.Tenant, request.Caller, map)), Counters);
        if (request.IsBypassed)
        {
            Counters.CountBypassed();
            return Leave(map, session, blocks, nodes, request.Body, TurnTreatment.Bypassed);
        }

        TurnPlan plan;
        using (LinkedLimit history = Limited(_isHistorySlow ? _options.Budget : _options.HistoryLimit, cancellationToken))
        {
            try
            {
                // 4. Plan.
                plan = await session.PlanAsync(Query(map, nodes, request.Body), history.Token).ConfigureAwait(false);

                // 5. Replay.
                await ReplayAsync(request.Tenant, plan, blocks, history.Token).ConfigureAwait(false);
                _isHistorySlow = false;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _isHistorySlow = true;
                Counters.CountDegraded();
                return Leave(map, session, blocks, nodes, request.Body, TurnTreatment.Degraded);
            }
        }

        bool isStored;
        using (LinkedLimit budget = Limited(_options.Budget, cancellationToken))
        {
            isStored = await CompressAsync(request, map, blocks, budget.Token).ConfigureAwait(false);
        }

        await CommitAsync(request.Tenant, session, plan, nodes, blocks, isStored, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // 9. Splice.
        BodySplice splice = Splice(map, plan, nodes, blocks, request.Body);
        return new PreparedTurn(splice)
        {
            Treatment = TurnTreatment.Optimized,
            Map = map,
            OffersRetrieval = map.Tools.MayOfferRetrieval,
            Session = session,
            EndNode = nodes.Length > 0 ? nodes[^1] : LineageNode.Root,
            Changed = [.. blocks.Where(block => block.Output is not null).Select(block => block.Verdict!)],
            DueForRenewal = plan.RenewalIsDue ? await ShownAsync(request.Tenant, blocks, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    /// <summary>A request that goes upstream as it came because something of ours failed; counted.</summary>
    public PreparedTurn AsItCame(TurnRequest request)
    {
        Counters.CountDegraded();
        return new PreparedTurn(new BodySplice(request.Body)) { Treatment = TurnTreatment.Degraded };
    }

    /// <summary>Renews what a turn shows and stores again what is gone; runs beside the upstream call.</summary>
    public async Task RenewAsync(TenantId tenant, PreparedTurn turn, CancellationToken cancellationToken)
    {
        if (turn.DueForRenewal.Count == 0)
        {
            return;
        }

        try
        {
            IReadOnlyList<ContentHash> gone = await _contents
                .RenewAsync(tenant, [.. turn.DueForRenewal.Select(content => content.Hash)], cancellationToken).ConfigureAwait(false);
            if (gone.Count > 0)
            {
                HashSet<ContentHash> missing = [.. gone];
                await _contents.PutAsync(tenant, [.. turn.DueForRenewal.Where(content => missing.Contains(content.Hash))], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            Counters.CountStoreFailure();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _compression.Dispose();

    private static LineageNode[] Nodes(TurnMap map)
    {
        var nodes = new LineageNode[map.Messages.Count];
        LineageNode node = LineageNode.Root;
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = node = node.Next(map.Messages[i].Hash.Span);
        }

        return nodes;
    }

    private static LineageNode Before(LineageNode[] nodes, int index) => index == 0 ? LineageNode.Root : nodes[index - 1];

    private static TurnQuery Query(TurnMap map, LineageNode[] nodes, ReadOnlyMemory<byte> body) => new(
        nodes,
        [.. map.Messages.Select(message => message.IsAssistant)],
        [.. map.Messages.SelectMany((message, i) => InsertionSplicer.Anchors(message, Before(nodes, i), body))]);

    private LinkedLimit Limited(TimeSpan limit, CancellationToken cancellationToken) => new(limit, _time, cancellationToken);

    /// <summary>A verdict holds wherever its block stands; a block that went upstream without one went raw.</summary>
    private async Task ReplayAsync(TenantId tenant, TurnPlan plan, List<BlockWork> blocks, CancellationToken history)
    {
        HashSet<ContentHash> sentRaw = [.. blocks.Where(block => block.MessageIndex < plan.LiveFrom && !plan.Verdicts.ContainsKey(block.Hash)).Select(block => block.Hash)];
        foreach (BlockWork block in blocks)
        {
            block.Verdict = plan.Verdicts.GetValueOrDefault(block.Hash) ?? (sentRaw.Contains(block.Hash) ? Verdict.Raw : null);
            if (block.Verdict is { IsCompressed: true })
            {
                await _replay.ReplayAsync(tenant, block, history).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Steps 6 and 7, for the blocks that are still without a verdict.</summary>
    /// <returns>Whether the store did its part.</returns>
    private async Task<bool> CompressAsync(TurnRequest request, TurnMap map, List<BlockWork> blocks, CancellationToken budget)
    {
        List<BlockWork> live = [.. blocks.Where(block => block.Verdict is null)];
        if (live.Count == 0)
        {
            return true;
        }

        try
        {
            // 6. Compress. Without our tool in reach nothing may be left out.
            bool canRetrieve = map.Tools.MayOfferRetrieval || map.Tools.HasRetrieveTool;
            ReadOnlyMemory<byte>? secret = null;
            if (canRetrieve)
            {
                secret = await _secrets.GetAsync(request.Tenant, budget).ConfigureAwait(false);
            }

            List<StoredContent> toStore = await _compression
                .CompressAsync(live, TurnQuestion.Anchors(map, request.Body), secret, budget).ConfigureAwait(false);

            // 7. Store.
            if (toStore.Count > 0)
            {
                await _contents.PutAsync(request.Tenant, toStore, budget).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            Counters.CountStoreFailure();
            SendRaw(live);
            return false;
        }
    }

    private static void SendRaw(IEnumerable<BlockWork> blocks)
    {
        foreach (BlockWork block in blocks)
        {
            block.Verdict = Verdict.Raw;
            block.Output = null;
        }
    }

    /// <summary>8. Commit: what is about to go upstream for the first time is written down before it does.</summary>
    private async Task CommitAsync(
        TenantId tenant, CountedSession session, TurnPlan plan, LineageNode[] nodes, List<BlockWork> blocks, bool isStored, CancellationToken cancellationToken)
    {
        // What the lineage has decided already holds as it is, also where this commit fails.
        List<BlockWork> fresh = [.. blocks.Where(block => block.MessageIndex >= plan.KnownMessages && !plan.Verdicts.ContainsKey(block.Hash))];
        if (fresh.Count == 0)
        {
            // Nothing to remember: a lineage without verdicts reads the same whether it is known or not.
            return;
        }

        CommitReceipt receipt = Receipt(plan.KnownMessages, nodes, fresh);
        if (!isStored && fresh.TrueForAll(block => !block.Verdict!.IsCompressed))
        {
            // The store is down and all goes raw: nothing depends on waiting for it a second time.
            _ = RememberAsync(session, receipt);
            return;
        }

        using LinkedLimit limit = Limited(_options.CommitLimit, cancellationToken);
        CommitResult result;
        try
        {
            result = await session.CommitAsync(receipt, limit.Token).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The session takes no more calls; nothing is known of this turn, so nothing of it may be compressed.
            Counters.CountCommitFailure();
            SendRaw(fresh);
            return;
        }

        if (!result.IsConfirmed)
        {
            Counters.CountCommitFailure();
        }

        // Of one content in several places the first decides, as it does when later turns replay it.
        Dictionary<ContentHash, Verdict> winners = [];
        for (int i = 0; i < fresh.Count; i++)
        {
            winners.TryAdd(fresh[i].Hash, result.Winners[i]);
            await AdoptAsync(tenant, fresh[i], winners[fresh[i].Hash], limit.Token).ConfigureAwait(false);
        }
    }

    private static CommitReceipt Receipt(int known, LineageNode[] nodes, List<BlockWork> fresh) => new(
        Guid.NewGuid(), Before(nodes, known), nodes[known..], [.. fresh.Select(block => new BlockVerdict(nodes[block.MessageIndex], block.Hash, block.Verdict!))]);

    /// <summary>A racing turn may have been first: then its verdict goes upstream here too.</summary>
    private async Task AdoptAsync(TenantId tenant, BlockWork block, Verdict winner, CancellationToken budget)
    {
        bool isOurs = winner.Output == block.Verdict!.Output;
        block.Verdict = winner;
        if (!winner.IsCompressed)
        {
            block.Output = null;
        }
        else if (!isOurs || block.Output is null)
        {
            block.Output = null;
            await _replay.ReplayAsync(tenant, block, budget).ConfigureAwait(false);
        }
        else
        {
            _outputs.Add(new ChunkKey(tenant, winner.Output!.Value), block.Output.Value);
        }
    }

    private BodySplice Splice(TurnMap map, TurnPlan plan, LineageNode[] nodes, List<BlockWork> blocks, ReadOnlyMemory<byte> body)
    {
        var splice = new BodySplice(body);
        foreach (BlockWork block in blocks)
        {
            if (block.Output is { } output)
            {
                splice.Replace(block.Block.Token, JsonText.ToStringToken(output.Span));
            }
        }

        if (map.Tools is { MayOfferRetrieval: true, Range: { } tools })
        {
            splice.Insert(tools.End - 1, (byte[])[(byte)',', .. RetrieveTool.Definition(map.Protocol).Span]);
        }

        for (int i = 0; i < plan.AlteredAnchors; i++)
        {
            Counters.CountAlteredAnchor();
        }

        if (plan.Insertions.Count > 0)
        {
            var insertions = new InsertionSplicer(map, splice);
            for (int i = 0; i < map.Messages.Count; i++)
            {
                Insertion? insertion = InsertionSplicer.Anchors(map.Messages[i], Before(nodes, i), body)
                    .Select(anchor => plan.Insertions.GetValueOrDefault(anchor)).FirstOrDefault(found => found is not null);
                if (insertion is not null && !insertions.TryApply(i, insertion))
                {
                    Counters.CountAlteredAnchor();
                }
            }
        }

        return splice;
    }

    /// <summary>
    /// Leaves a request as it came and remembers its blocks as raw, in the background and until the ledger has it: they are in
    /// the provider's cache from now on.
    /// </summary>
    private PreparedTurn Leave(
        TurnMap map, CountedSession session, List<BlockWork> blocks, LineageNode[] nodes, ReadOnlyMemory<byte> body, TurnTreatment treatment)
    {
        if (blocks.Count > 0)
        {
            SendRaw(blocks);
            _ = RememberAsync(session, Receipt(0, nodes, blocks));
        }

        return new PreparedTurn(new BodySplice(body)) { Treatment = treatment, Map = map, Session = session };
    }

    private async Task RememberAsync(CountedSession session, CommitReceipt receipt)
    {
        try
        {
            using LinkedLimit limit = Limited(_options.CommitLimit, CancellationToken.None);
            CommitResult result = await session.CommitAsync(receipt, limit.Token).ConfigureAwait(false);
            if (result.IsConfirmed)
            {
                return;
            }
        }
        catch (StoreUnavailableException)
        {
            // Counted below, like a commit that was not confirmed.
        }

        Counters.CountCommitFailure();
    }

    private async Task<IReadOnlyList<StoredContent>> ShownAsync(TenantId tenant, List<BlockWork> blocks, CancellationToken budget)
    {
        try
        {
            ReadOnlyMemory<byte> secret = await _secrets.GetAsync(tenant, budget).ConfigureAwait(false);
            return
            [
                .. blocks.Where(block => block.Output is not null).SelectMany(block => (StoredContent[])
                [
                    new(block.Hash, block.Content.ToArray(), TenantSecrets.Marker(secret.Span, block.Hash), new ContentDescription("original", block.Verdict!.TokensBefore, ToolName: block.Block.ToolName)),
                    new(block.Verdict!.Output!.Value, block.Output!.Value, null, new ContentDescription("output", block.Verdict!.TokensAfter)),
                ]),
            ];
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            Counters.CountStoreFailure();
            return [];
        }
    }
}
