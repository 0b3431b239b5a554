using System.Buffers;
using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

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
    private readonly ArrayBufferWriter<byte> _messages = new();
    private int _tokensLeft = retrieval.Options.MaxTurnTokens;
    private bool _isSpent;

    /// <value>How many rounds were answered.</value>
    public int Count => _answered.Count;

    /// <value>Tokens that were retrieved.</value>
    public int RetrievedTokens => retrieval.Options.MaxTurnTokens - _tokensLeft;

    private WireProtocol Protocol => turn.Map!.Protocol;

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
            results.Add(Result(call, await AnswerAsync(call, cancellationToken).ConfigureAwait(false)));
        }

        AppendMessage(round.Message);
        if (Protocol == WireProtocol.AnthropicMessages)
        {
            AppendMessage((byte[])[.. "{\"role\":\"user\",\"content\":"u8, .. JsonList.Array(results).Span, (byte)'}']);
        }
        else
        {
            results.ForEach(AppendMessage);
        }

        _answered.Add(round);
        BodySplice body = turn.Splice.Copy();
        body.Insert(turn.Map!.MessageList.End - 1, (byte[])[(byte)',', .. _messages.WrittenSpan]);
        LimitTokens(body, outputTokens);
        return body.ToPieces();
    }

    /// <summary>
    /// The insertion for the turn's last round; <c>null</c> where no call of ours was made, or where the client got nothing
    /// that the rounds could be tied to. Calls of ours beside the client's are answered here, for the next request.
    /// </summary>
    public async Task<Insertion?> FinishAsync(AssistantRound last, CancellationToken cancellationToken)
    {
        List<InsertedCall> beside = [];
        if (last is { IsComplete: true, ClientCallIds.Count: > 0 })
        {
            foreach (OwnCall call in last.OwnCalls)
            {
                string text = await AnswerAsync(call, cancellationToken).ConfigureAwait(false);
                beside.Add(new InsertedCall(call.Block, call.NextClientCallId, Result(call, text)));
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
        return anchor is null ? null : new Insertion(anchor, earlier, _messages.WrittenMemory.ToArray(), beside);
    }

    private void AppendMessage(ReadOnlyMemory<byte> message)
    {
        _messages.Write(_messages.WrittenCount == 0 ? ""u8 : ","u8);
        _messages.Write(message.Span);
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

    /// <summary>A call's result: a content block of Messages, a whole message of Chat Completions.</summary>
    private ReadOnlyMemory<byte> Result(OwnCall call, string text)
    {
        var result = new ArrayBufferWriter<byte>(text.Length + 256);
        result.Write(Protocol == WireProtocol.AnthropicMessages ? "{\"type\":\"tool_result\",\"tool_use_id\":"u8 : "{\"role\":\"tool\",\"tool_call_id\":"u8);
        JsonText.WriteString(result, Encoding.UTF8.GetBytes(call.Id));
        result.Write(",\"content\":"u8);
        JsonText.WriteString(result, Encoding.UTF8.GetBytes(text));
        result.Write("}"u8);
        return result.WrittenMemory;
    }

    /// <summary>A continuation may use what the rounds before it left of the client's limit, as far as upstream reported it.</summary>
    private void LimitTokens(BodySplice body, long? outputTokens)
    {
        if (turn.Map!.MaxTokens is { } range && outputTokens is { } used
            && System.Buffers.Text.Utf8Parser.TryParse(range.Of(turn.Splice.Body.Span), out long limit, out int read) && read == range.Length)
        {
            // Thinking needs its budget below the limit; a remainder smaller than that would be refused.
            long remainder = Math.Max(limit - used, (turn.Map.ThinkingBudget ?? 0) + 1);
            body.Replace(range, JsonText.ToNumber(remainder));
        }
    }
}
