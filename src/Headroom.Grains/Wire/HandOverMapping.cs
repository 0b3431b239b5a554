using Headroom.Context.Agents;
using Headroom.Grains.Agents;

namespace Headroom.Grains.Wire;

/// <summary>Hand-overs, between the domain and the wire.</summary>
internal static class HandOverMapping
{
    public static HandOverRecord ToRecord(this HandOver value) => new(
        value.WriteId, value.Original.ToRecord(), value.Compressed.ToRecord(), value.TokensBefore, value.TokensAfter, value.By, value.WrittenAt, value.ExpiresAt);

    public static HandOver ToDomain(this HandOverRecord record) => new(
        record.WriteId, record.Original.ToDomain(), record.Compressed.ToDomain(), record.TokensBefore, record.TokensAfter, record.By, record.WrittenAt, record.ExpiresAt);

    public static WriteConditionRecord ToRecord(this WriteCondition condition) => new(condition.IfMatch, condition.IfNoneMatch);

    public static WriteCondition ToDomain(this WriteConditionRecord record) => new(record.IfMatch, record.IfNoneMatch);

    public static ContextWriteReply ToRecord(this HandOverWrite write) => new((ContextOutcome)(int)write.Outcome, write.ETag);

    public static HandOverWrite ToDomain(this ContextWriteReply reply) => new((WriteOutcome)(int)reply.Outcome, reply.ETag);
}
