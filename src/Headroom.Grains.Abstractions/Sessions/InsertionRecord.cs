using System.Collections.Immutable;

namespace Headroom.Grains.Sessions;

/// <summary>Retrieval rounds that the gateway answered itself, to be put back into every later request with the anchor.</summary>
/// <param name="Anchor">What the assistant message is recognised by.</param>
/// <param name="Visible">What the client saw of the rounds in <paramref name="Preceding"/>; <c>null</c> for a part without text.</param>
/// <param name="Preceding">Whole messages to put before the client's, joined by commas; UTF-8 JSON, empty where there are none.</param>
/// <param name="Calls">Calls of ours that stood beside the client's own in the same message.</param>
/// <param name="Run">Instead of the above, where histories are made of items: all items in order; default where they are not.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.insertion.v1")]
public sealed record InsertionRecord(
    [property: Id(0)] string Anchor,
    [property: Id(1)] ImmutableArray<string?> Visible,
    [property: Id(2)] ReadOnlyMemory<byte> Preceding,
    [property: Id(3)] ImmutableArray<InsertedCallRecord> Calls,
    [property: Id(4)] ImmutableArray<RunItemRecord> Run = default);

/// <summary>One call of ours beside the client's.</summary>
/// <param name="Block">The call: a content block, or an element of <c>tool_calls</c>; UTF-8 JSON.</param>
/// <param name="NextClientCallId">The client's call before which it stands; <c>null</c>: behind the last one.</param>
/// <param name="Result">Its result: a content block for the next user message, or a whole tool message; UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.inserted-call.v1")]
public sealed record InsertedCallRecord(
    [property: Id(0)] ReadOnlyMemory<byte> Block,
    [property: Id(1)] string? NextClientCallId,
    [property: Id(2)] ReadOnlyMemory<byte> Result);

/// <summary>One item of a run of the model's: one that the client sends again, or one of ours.</summary>
/// <param name="Kind">What it is: 0 text, 1 call, 2 ours, 3 anything else.</param>
/// <param name="Key">What the client's is recognised by.</param>
/// <param name="ItemId">The provider's id of it.</param>
/// <param name="Json">Ours; UTF-8 JSON, empty for the client's.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.run-item.v1")]
public sealed record RunItemRecord(
    [property: Id(0)] int Kind,
    [property: Id(1)] string? Key,
    [property: Id(2)] string? ItemId,
    [property: Id(3)] ReadOnlyMemory<byte> Json);
