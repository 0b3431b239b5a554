using Headroom.Context.Chunks;
using Headroom.Grains.Chunks;

namespace Headroom.Grains.Wire;

/// <summary>Forms, notes and origins of contents, between the domain and the wire.</summary>
internal static class ChunkMapping
{
    public static VariantKeyRecord ToRecord(this VariantKey key) => new(key.Profile, key.Anchors, key.HasMarker, key.IsToolOutput, key.IsFileRead);

    public static VariantKey ToDomain(this VariantKeyRecord key) => new(key.Profile, key.Anchors, key.HasMarker, key.IsToolOutput, key.IsFileRead);

    public static VariantRecord ToRecord(this Variant variant) => new(
        variant.Output?.ToRecord(), variant.Kind, variant.TokensBefore, variant.TokensAfter, variant.Transforms, variant.ItemCount, variant.ShownItemCount);

    public static Variant ToDomain(this VariantRecord record) => new(
        record.Output?.ToDomain(), record.Kind, record.TokensBefore, record.TokensAfter, record.Transforms, record.ItemCount, record.ShownItemCount);

    public static ChunkNoteRecord ToRecord(this ChunkNote note) => new(
        note.Id, note.BroughtBy, note.Length, note.Kind, note.Key?.ToRecord(), note.Variant?.ToRecord());

    public static ChunkNote ToDomain(this ChunkNoteRecord record) => new(
        record.Id, record.BroughtBy, record.Length, record.Kind, record.Key?.ToDomain(), record.Variant?.ToDomain());

    public static OriginReply ToRecord(this ChunkOrigin? origin) => origin is null
        ? new OriginReply(OriginOutcome.Unknown, 0, "", default, [], 0)
        : new OriginReply(OriginOutcome.Known, origin.Length, origin.Kind, origin.FirstAt, [.. origin.BroughtBy], origin.Variants);

    public static ChunkOrigin? ToDomain(this OriginReply reply) =>
        reply.Outcome == OriginOutcome.Known ? new ChunkOrigin(reply.Length, reply.Kind, reply.FirstAt, reply.BroughtBy, reply.Variants) : null;
}
