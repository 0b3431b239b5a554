using System.Buffers;
using Headroom.Context.Keys;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Context.Retrieval;

/// <summary>
/// The retrieval rounds of one turn: answers the model's calls within the turn's budget, writes the request that continues
/// it, and in the end the insertion that later turns are rebuilt with.
/// </summary>
public sealed class RetrievalRounds(ContentRetrieval retrieval, TenantId tenant, PreparedTurn turn)
{
    private const string BudgetSpent = "The retrieval budget of this turn is spent. Go on with what is shown, or ask again in the next turn.";

    /// <summary>Less than this is no answer, only its notes.</summary>
    private const int MinReplyTokens = 256;

    private readonly List<AssistantRound> _answered = [];
    private readonly List<RunItem> _run = [];
    private readonly ArrayBufferWriter<byte> _messages = new();
    private readonly List<ReadOnlyMemory<byte>> _owed = [];
    private int _tokensLeft = retrieval.Options.MaxTurnTokens;
    private bool _isSpent;

    /// <value>How many rounds were answered.</value>
    public int Count => _answered.Count;

    /// <value>Tokens that were retrieved.</value>
    public int RetrievedTokens => retrieval.Options.MaxTurnTokens - _tokensLeft;

    private WireFormat Format => WireFormat.Of(turn.Map!.Protocol);

    /// <summary>Whether a round is to be answered and continued: it calls only our tool, and was not told yet that the budget is spent.</summary>
    public bool CanContinue(AssistantRound round) =>
        round is { IsComplete: true, OwnCalls.Count: > 0, ClientCallIds.Count: 0 } && !_isSpent;

    /// <summary>Answers a round of our own calls.</summary>
    /// <param name="round">The round.</param>
    /// <param name="outputTokens">Output tokens of all rounds so far, where upstream reported them.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <returns>The body that continues the turn, in pieces.</returns>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ContinueAsync(AssistantRound round, long? outputTokens, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> results = [];
        foreach (OwnCall call in round.OwnCalls)
        {
            results.Add(Format.Result(call, await AnswerAsync(call, cancellationToken).ConfigureAwait(false)));
        }

        _messages.Write(_messages.WrittenCount == 0 ? ""u8 : ","u8);
        _messages.Write(Format.Continuation(round, results).Span);
        _run.AddRange([.. round.Items.Select(RunItem.Of), .. results.Select(RunItem.Ours)]);
        _answered.Add(round);
        BodySplice body = turn.Splice.Copy();
        if (turn.GoesOnFromAnswers && round.AnswerId is { } id)
        {
            Format.ContinueFrom(body, turn.Map!, id, JsonList.Join(results));
        }
        else
        {
            Format.AppendHistory(body, turn.Map!, _messages.WrittenMemory);
        }

        LimitTokens(body, outputTokens);
        return body.ToPieces();
    }

    /// <summary>
    /// Writes down what later requests need of the turn, now that it ends: the insertion of its rounds, and where its answer
    /// stands. The client gets the end of the answer only after this.
    /// </summary>
    public async Task CloseAsync(AssistantRound last, CancellationToken cancellationToken)
    {
        Insertion? insertion = turn.OffersRetrieval ? await FinishAsync(last, cancellationToken).ConfigureAwait(false) : null;
        if (insertion is not null)
        {
            await turn.Session!.InsertAsync(insertion, cancellationToken).ConfigureAwait(false);
            if (turn.Answers is not null && insertion.Run.FirstOrDefault(item => item.Id is not null) is { } named)
            {
                // Clients may name what upstream keeps instead of sending it.
                await turn.Session.InsertAsync(insertion with { Anchor = InsertionAnchor.OfItem(turn.EndNode, named.Id!) }, cancellationToken).ConfigureAwait(false);
            }
        }

        if (turn.Answers is { } answers && last.AnswerId is { } id)
        {
            string[] ids = [.. _answered.Select(round => round.AnswerId).OfType<string>(), id];
            IEnumerable<AnswerItem> seen = _answered.Append(last).SelectMany(round => round.Items).Where(item => item.Kind != AnswerItemKind.Own);
            await answers.KeepAsync(ids, seen, JsonList.Join(_owed), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The insertion for the turn's last round; <c>null</c> where no call of ours was made, or where the client got nothing
    /// that the rounds could be tied to. Calls of ours beside the client's are answered here, for the next request.
    /// </summary>
    public async Task<Insertion?> FinishAsync(AssistantRound last, CancellationToken cancellationToken)
    {
        List<InsertedCall> beside = [];
        bool isMixed = last is { IsComplete: true, ClientCallIds.Count: > 0 };
        foreach (OwnCall call in isMixed || turn.Answers is not null ? last.OwnCalls : [])
        {
            ReadOnlyMemory<byte> result = Format.Result(call, await AnswerAsync(call, cancellationToken).ConfigureAwait(false));
            _owed.Add(result);
            if (isMixed)
            {
                beside.Add(new InsertedCall(call.Block, call.NextClientCallId, result));
            }
        }

        if (_answered.Count == 0 && beside.Count == 0)
        {
            return null;
        }

        List<VisiblePart> earlier = [.. _answered.SelectMany(round => round.Visible)];
        string relayed = string.Concat(earlier.Concat(last.Visible).Select(part => part.Text));
        string? anchor = last.ClientCallIds.Count > 0 ? InsertionAnchor.OfCall(turn.EndNode, last.ClientCallIds[0])
            : relayed.Length > 0 ? InsertionAnchor.OfText(turn.EndNode, relayed)
            : null;
        if (anchor is null)
        {
            return null;
        }

        if (Format.History != HistoryForm.Items)
        {
            return new Insertion(anchor, earlier, _messages.WrittenMemory.ToArray(), beside);
        }

        IEnumerable<RunItem> ofLast = last.Items.Where(item => isMixed || item.Kind != AnswerItemKind.Own).Select(RunItem.Of);
        return new Insertion(anchor, [], default, []) { Run = [.. _run, .. ofLast, .. beside.Select(call => RunItem.Ours(call.Result))] };
    }

    private async Task<string> AnswerAsync(OwnCall call, CancellationToken cancellationToken)
    {
        if (_tokensLeft < MinReplyTokens || _answered.Count >= retrieval.Options.MaxRounds)
        {
            _isSpent = true;
            return BudgetSpent;
        }

        RetrieveArguments arguments = call.ReadArguments();
        switch (await retrieval.FindAsync(tenant, arguments.Hash, cancellationToken).ConfigureAwait(false))
        {
            case RetrievalLookup.Found found:
                RetrievalReply reply = retrieval.Reply(found, arguments.Query, arguments.Range, _tokensLeft);
                _tokensLeft -= reply.Tokens;
                await retrieval.CountAsync(found.Key, cancellationToken).ConfigureAwait(false);
                return reply.Text;
            case RetrievalLookup.Missing missing:
                return ContentRetrieval.Explain(missing.Reason, arguments.Hash);
            default:
                return BudgetSpent;
        }
    }

    /// <summary>A continuation may use what the rounds before it left of the client's limit, as far as upstream reported it.</summary>
    private void LimitTokens(BodySplice body, long? outputTokens)
    {
        if (turn.Map!.MaxTokens is { } range && outputTokens is { } used
            && System.Buffers.Text.Utf8Parser.TryParse(range.Of(turn.Splice.Body.Span), out long limit, out int read) && read == range.Length)
        {
            // A remainder smaller than that would be refused.
            long remainder = Math.Max(limit - used, turn.Map.LeastMaxTokens);
            body.Replace(range, JsonText.ToNumber(remainder));
        }
    }
}
