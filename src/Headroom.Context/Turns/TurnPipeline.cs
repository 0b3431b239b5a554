using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Context.Caches;
using Headroom.Context.Chunks;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Stabilizing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>
/// Makes a request smaller without changing what went upstream before: 2. locate, 3. hash, 4. plan, 5. replay, 6. compress,
/// 7. store, 8. commit, 9. splice. Steps 1 (admit) and 10 to 12 (forward, relay, account) are the gateway's. Whatever fails
/// here leaves the request as it came.
/// </summary>
public sealed class TurnPipeline : IDisposable
{
    /// <summary>An agent sends its whole history with every turn; so many blocks of it need not be unescaped and hashed again.</summary>
    private const int MaxKnownBlocks = 131_072;

    private readonly IContextFabric _fabric;
    private readonly IContentStore _contents;
    private readonly TenantSecrets _secrets;
    private readonly AnswerDirectory _answers;
    private readonly TurnOptions _options;
    private readonly ProfileSelection _profiles;
    private readonly TenantPolicies? _policies;
    private readonly TimeProvider _time;
    private readonly BlockReplay _replay;
    private readonly BlockCompression _compression;
    private readonly TurnCommit _commit;
    private readonly TurnRenewal _renewal;
    private readonly Remembered<(ContentHash Message, int Block), KnownBlock> _known = new(MaxKnownBlocks);
    private Task _warmUp = Task.CompletedTask;
    private volatile bool _isHistorySlow;

    /// <summary>Makes the pipeline of a process.</summary>
    /// <param name="fabric">Its sessions and contents.</param>
    /// <param name="contents">Where originals and outputs are kept.</param>
    /// <param name="secrets">The tenants' secrets.</param>
    /// <param name="answers">Where answers are found again.</param>
    /// <param name="profiles">The profiles of tenants that choose none.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="policies">What tenants choose; <c>null</c> where none does.</param>
    public TurnPipeline(
        IContextFabric fabric, IContentStore contents, TenantSecrets secrets, AnswerDirectory answers, ProfileSelection profiles, TurnOptions options, TimeProvider time,
        TenantPolicies? policies = null)
    {
        _fabric = fabric;
        _answers = answers;
        _contents = contents;
        _secrets = secrets;
        _options = options;
        _profiles = profiles;
        _policies = policies;
        _time = time;
        var outputs = new OutputCache(options.OutputCacheBytes);
        _replay = new BlockReplay(outputs, contents, secrets, id => profiles.Under(id) ?? policies?.Under(id), Counters, time);
        _compression = new BlockCompression(options, Counters);
        _commit = new TurnCommit(_replay, outputs, options, Counters, time);
        _renewal = new TurnRenewal(contents, secrets, Counters);
        Meter = new TurnMeter(profiles.Default.Counter);
        Prefixes = new PrefixWatch(time);
    }

    /// <value>What was counted since the start.</value>
    public TurnCounters Counters { get; } = new();

    /// <value>Counts the tokens of turns.</value>
    public TurnMeter Meter { get; }

    /// <value>Watches how requests begin, and what that does to the providers' caches.</value>
    public PrefixWatch Prefixes { get; }

    /// <summary>
    /// Begins to load what the first request would wait for: vocabularies, compressors, the store. Requests that come before
    /// it is done wait for it, outside of their budget.
    /// </summary>
    public void StartWarmUp(TenantId tenant) => _warmUp = Task.Run(() => WarmUp.RunAsync(tenant, _secrets, _compression, _profiles, Counters));

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

        map = map with { Model = map.Model ?? request.Model };
        using LinkedLimit history = Limited(_isHistorySlow ? _options.Budget : _options.HistoryLimit, cancellationToken);
        AnswerPlace? previous = await FindPreviousAsync(request, map, history.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // 3. Hash.
        SessionKey key = SessionIdentity.Of(request.Tenant, request.Caller, map, previous?.Session);
        if (request.IsStabilized && !request.IsBypassed)
        {
            (ReadOnlyMemory<byte> body, map) = Stabilizer.Apply(request.Body, map, key.Id[..32]);
            request = request with { Body = body };
        }

        CountedSession session = new(_fabric.Session(key), Counters);
        ProfileSelection profiles = _policies?.ProfilesOf(request.Tenant) ?? _profiles;
        TurnWork work = new(request, map, session, key.Id, previous, TurnBlocks.Find(map, request.Body, _options.MinBlockBytes, _known), profiles);
        PrefixSight? sight = Prefixes.Observe(key, map, work.Head, work.Nodes, request.Body);
        if (request.IsBypassed)
        {
            Counters.CountBypassed();
            return Leave(key, work, TurnTreatment.Bypassed);
        }

        TurnPlan plan;
        int coldMessages = 0;
        try
        {
            // 4. Plan.
            await _commit.SettleAsync(key, history.Token).ConfigureAwait(false);
            plan = await session.PlanAsync(work.ToQuery(), history.Token).ConfigureAwait(false);
            work.IsKnown = plan.KnownMessages > 0;
            if (plan is { KnownMessages: 0, LiveFrom: > 0 } && ColdStart.IsCertain(map, request.Body.Span))
            {
                Counters.CountColdStart();
                coldMessages = plan.LiveFrom;
                plan = plan with { LiveFrom = 0 };
            }

            // 5. Replay.
            await ReplayAsync(work, plan, history.Token).ConfigureAwait(false);
            _isHistorySlow = false;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isHistorySlow = true;
            Counters.CountDegraded();
            return Leave(key, work, TurnTreatment.Degraded);
        }

        bool isStored = false, isCommitted;
        Task<SharedFigures> sharing;
        try
        {
            using (LinkedLimit budget = Limited(_options.Budget, cancellationToken))
            {
                // 6. and 7.
                isStored = await CompressAsync(work, budget.Token).ConfigureAwait(false);
            }

            // 8. Commit.
            isCommitted = await _commit.CommitAsync(work, plan, isStored, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // Behind the commit, which waits for the same disk.
            sharing = work.Variants?.SettleAsync(isStored) ?? Task.FromResult(default(SharedFigures));
        }

        // 9. Splice.
        return new PreparedTurn(TurnSplice.Of(work, plan, Counters))
        {
            Treatment = TurnTreatment.Optimized,
            Map = map,
            Head = work.Head,
            OffersRetrieval = work.OffersRetrieval,
            ListsTool = work.ListsTool,
            GoesOnFromAnswers = work.GoesOnFromAnswers,
            Answers = work.KeepsAnswer ? Keeper(work, isCommitted ? null : plan.KnownMessages) : null,
            Session = session,
            EndNode = work.End,
            HasStored = isStored && isCommitted,
            Sight = sight,
            ColdStart = coldMessages == 0 ? null : new ColdStart(coldMessages, work.Blocks
                .Where(block => block.MessageIndex < coldMessages && block.Output is not null).Sum(block => block.Verdict!.TokensBefore - block.Verdict.TokensAfter)),
            Sharing = sharing,
            Routing = TurnRouting.Of(work, plan),
            Counted = work.Blocks.Where(block => block.CountedTokens is not null).ToDictionary(block => block.Block.Token.Start, block => block.CountedTokens!.Value),
            Changed = [.. work.Blocks.Where(block => block.Output is not null).Select(block => block.Verdict!)],
            DueForRenewal = plan.RenewalIsDue ? await _renewal.ShownAsync(work, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    /// <summary>A request that goes upstream as it came because something of ours failed; counted.</summary>
    public PreparedTurn AsItCame(TurnRequest request)
    {
        Counters.CountDegraded();
        return new PreparedTurn(new BodySplice(request.Body)) { Treatment = TurnTreatment.Degraded };
    }

    /// <summary>Renews what a turn shows and stores again what is gone; runs beside the upstream call.</summary>
    public Task RenewAsync(TenantId tenant, PreparedTurn turn, CancellationToken cancellationToken) =>
        _renewal.RenewAsync(tenant, turn.DueForRenewal, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _compression.Dispose();

    private LinkedLimit Limited(TimeSpan limit, CancellationToken cancellationToken) => new(limit, _time, cancellationToken);

    /// <summary>
    /// What has gone upstream goes again as it went: by its own verdict, by that of its content's first place where a ledger
    /// of before there were keys of places holds no other, or raw. A content that is new in its place is still open.
    /// </summary>
    private Task ReplayAsync(TurnWork work, TurnPlan plan, CancellationToken history)
    {
        foreach (BlockWork block in work.Blocks)
        {
            bool isLive = block.MessageIndex >= plan.LiveFrom;
            block.Verdict = plan.Verdicts.GetValueOrDefault(block.VerdictKey)
                ?? (isLive ? null : plan.Verdicts.GetValueOrDefault(block.Hash) is { IsOutdated: false } first ? first : Verdict.Raw);
        }

        return _replay.ReplayAsync(work.Request.Tenant, work.Blocks.Where(block => block.Verdict is { IsCompressed: true }), work.Blocks, history);
    }

    /// <summary>Steps 6 and 7, for the blocks that are still without a verdict.</summary>
    /// <returns>Whether the store did its part.</returns>
    private async Task<bool> CompressAsync(TurnWork work, CancellationToken budget)
    {
        List<BlockWork> live = [.. work.Blocks.Where(block => block.Verdict is null)];
        if (live.Count == 0)
        {
            return true;
        }

        TurnRequest request = work.Request;
        TimeSpan patience = _options.SharingPatience < _options.Budget / 2 ? _options.SharingPatience : _options.Budget / 2;
        work.Variants = new TurnVariants(_fabric, _replay, request.Tenant, request.Caller.Principal, patience);
        try
        {
            // 6. Compress. Without our tool in reach nothing may be left out.
            ReadOnlyMemory<byte>? secret = null;
            if (work.OffersRetrieval || work.Map.Tools.HasRetrieveTool)
            {
                secret = await _secrets.GetAsync(request.Tenant, budget).ConfigureAwait(false);
            }

            Anchors asked = TurnQuestion.Anchors(work);
            List<StoredContent> toStore = await _compression
                .CompressAsync(work.Blocks, work.Profiles, request.Graph?.Extend(asked) ?? asked, secret, work.Variants, budget).ConfigureAwait(false);

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
            TurnWork.SendRaw(live);
            return false;
        }
    }

    private async Task<AnswerPlace?> FindPreviousAsync(TurnRequest request, TurnMap map, CancellationToken history)
    {
        if (map.Kept?.PreviousId is not { } id)
        {
            return null;
        }

        try
        {
            return await _answers.FindAsync(request.Tenant, request.Caller.Principal, id, history).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            Counters.CountStoreFailure();
            return null;
        }
    }

    /// <param name="work">The turn.</param>
    /// <param name="known">How many of its messages the ledger holds; <c>null</c> for all.</param>
    private AnswerKeeper Keeper(TurnWork work, int? known)
    {
        (LineageNode from, IReadOnlyList<LineageNode> pending) = known is { } count ? work.Unwritten(count) : (work.End, []);
        var place = new AnswerPlace("", work.SessionId, from, pending, work.LeavesToolInHistory, TurnQuestion.Anchors(work).ToString(), default);
        return new AnswerKeeper(_answers, work.Request.Tenant, work.Request.Caller.Principal, place, Counters, token => Limited(_options.CommitLimit, token));
    }

    private PreparedTurn Leave(SessionKey key, TurnWork work, TurnTreatment treatment)
    {
        _commit.RememberRaw(key, work);
        return new PreparedTurn(new BodySplice(work.Request.Body)) { Treatment = treatment, Map = work.Map, Head = work.Head, Session = work.Session };
    }
}
