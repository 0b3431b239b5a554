using Headroom.Context.Retrieval;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Answers the calls of our tool in an answer that comes in one piece, over as many upstream calls as it takes.</summary>
/// <param name="protocol">The answer's protocol.</param>
/// <param name="rounds">The retrievals of the turn.</param>
/// <param name="continueAsync">Sends a body that goes on with the turn and gives the next answer; <c>null</c> where upstream refuses.</param>
internal sealed class AnswerRounds(
    WireProtocol protocol, RetrievalRounds rounds, Func<IReadOnlyList<ReadOnlyMemory<byte>>, Task<ReadOnlyMemory<byte>?>> continueAsync)
{
    private readonly List<BufferedAnswer> _continued = [];

    /// <value>Usage of all rounds so far.</value>
    public TokenUsage Usage { get; private set; } = TokenUsage.Unknown;

    /// <value>Usage of the last round.</value>
    public TokenUsage LastUsage { get; private set; } = TokenUsage.Unknown;

    /// <summary>The answer that the client is to see; <c>null</c> where upstream refused to go on, or its answer is none.</summary>
    /// <param name="body">The first answer.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    public async Task<ReadOnlyMemory<byte>?> CompleteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? next = body;
        while (next is { } current && WireFormat.Of(protocol).ReadAnswer(current) is { } answer)
        {
            Usage = Usage.Plus(answer.Usage);
            LastUsage = answer.Usage;
            if (!rounds.CanContinue(answer.Round))
            {
                await rounds.CloseAsync(answer.Round, cancellationToken).ConfigureAwait(false);
                return answer.ToClient(_continued, ownCallsDropped: answer.Round.OwnCalls.Count > 0);
            }

            IReadOnlyList<ReadOnlyMemory<byte>> pieces = await rounds.ContinueAsync(answer.Round, Usage.Output, cancellationToken).ConfigureAwait(false);
            _continued.Add(answer);
            next = await continueAsync(pieces).ConfigureAwait(false);
        }

        return null;
    }
}
