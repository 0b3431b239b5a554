using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Gemini;

/// <summary>One <c>GenerateContentResponse</c>: a whole answer, or a chunk of one. Cloud Code Assist wraps it in <c>response</c>.</summary>
internal sealed class GeminiChunk
{
    private readonly JsonMembers _members;
    private readonly JsonMembers? _candidate;
    private readonly JsonMembers? _content;

    private GeminiChunk(ReadOnlyMemory<byte> json, JsonMembers members)
    {
        (Json, _members) = (json, members);
        IReadOnlyList<ByteRange> candidates = members.ElementsOf("candidates");
        CandidateCount = candidates.Count;
        _candidate = candidates.Count > 0 ? JsonMembers.TryRead(json, candidates[0]) : null;
        _content = _candidate?.ObjectOf("content");
        Parts = _content?.ElementsOf("parts") ?? [];
    }

    /// <value>The JSON that holds it.</value>
    public ReadOnlyMemory<byte> Json { get; }

    /// <value>How many answers it holds beside each other.</value>
    public int CandidateCount { get; }

    /// <value>What the model said, part by part.</value>
    public IReadOnlyList<ByteRange> Parts { get; }

    /// <value>Whether it says why the model stopped.</value>
    public bool IsClosing => _candidate?.StringOf("finishReason") is not null;

    /// <value>Whether it is an error instead of an answer.</value>
    public bool IsError => CandidateCount == 0 && _members.ValueOf("error") is not null;

    public GeminiUsage Usage => GeminiUsage.Read(_members.ObjectOf("usageMetadata"));

    /// <value>The token of the provider's id of the answer; empty where there is none.</value>
    public ReadOnlyMemory<byte> ResponseId => _members.StringToken("responseId") is { } token ? token.Of(Json) : default;

    /// <summary>Reads a chunk; <c>null</c> where there is no JSON object.</summary>
    public static GeminiChunk? TryRead(ReadOnlyMemory<byte> json) =>
        JsonMembers.TryRead(json) is { } members ? new GeminiChunk(json, members.ObjectOf("response") ?? members) : null;

    /// <summary>Whether a part is a call of our tool.</summary>
    public bool IsOwn(ByteRange part) => JsonMembers.TryRead(Json, part)?.ObjectOf("functionCall")?.StringOf("name") == RetrieveTool.NameText;

    /// <summary>Puts other parts in the place of its own.</summary>
    /// <param name="splice">What holds the JSON.</param>
    /// <param name="offset">Where the JSON begins in it.</param>
    /// <param name="parts">The parts; with none, an empty text stands for them, as the provider closes its streams.</param>
    public void PutParts(BodySplice splice, int offset, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        ReadOnlyMemory<byte> list = parts.Count > 0 ? JsonList.Array(parts) : "[{\"text\":\"\"}]"u8.ToArray();
        if (_content?.ValueOf("parts") is { } range)
        {
            splice.Replace(new ByteRange(offset + range.Start, range.Length), list);
        }
        else if (_content is null && _candidate is not null && _candidate.ValueOf("content") is null)
        {
            ReadOnlySpan<byte> comma = _candidate.IsEmpty ? ""u8 : ","u8;
            splice.Insert(offset + _candidate.Range.Start + 1, (byte[])[.. "\"content\":{\"parts\":"u8, .. list.Span, .. ",\"role\":\"model\"}"u8, .. comma]);
        }
    }

    /// <summary>Takes out why the model stopped: the client's answer goes on.</summary>
    public void TakeEndOut(BodySplice splice, int offset)
    {
        if (_candidate?.PropertyOf("finishReason") is { } property)
        {
            ByteRange range = Turns.MessageHash.PropertyWithComma(Json.Span, property);
            splice.Replace(new ByteRange(offset + range.Start, range.Length), default);
        }
    }

    /// <summary>Makes it read as part of the answer that began with earlier rounds.</summary>
    public void JoinTo(BodySplice splice, int offset, ReadOnlyMemory<byte> responseId, GeminiUsage earlier)
    {
        if (!responseId.IsEmpty && _members.StringToken("responseId") is { } id)
        {
            splice.Replace(new ByteRange(offset + id.Start, id.Length), responseId);
        }

        if (_members.ObjectOf("usageMetadata") is { } usage)
        {
            GeminiUsage.Rewrite(splice, offset, usage, earlier);
        }
    }
}
