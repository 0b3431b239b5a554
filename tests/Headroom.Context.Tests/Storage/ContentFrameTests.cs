using FsCheck;
using FsCheck.Fluent;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;

namespace Headroom.Context.Tests.Storage;

public sealed class ContentFrameTests
{
    [Fact]
    public void Whatever_is_framed_is_read_back_with_its_description() =>
        Prop.ForAll<NonNull<byte[]>, NonNull<string>, (string? Tool, int Tokens)>((bytes, kind, further) =>
        {
            byte[] content = bytes.Get;
            ContentDescription description = new(
                Wellformed(kind.Get), further.Tokens, further.Tokens / 2, further.Tokens / 3, further.Tool is { } tool ? Wellformed(tool) : null);
            StoredContent stored = new(ContentHash.Of(content), content, null, description);
            var found = Assert.IsType<ContentLookup.Found>(ContentFrame.Read(ContentFrame.Write(PackedContent.From(stored)), stored.Hash));
            Assert.Equal(content, found.Bytes.ToArray());
            Assert.Equal(content.Length, found.TotalLength);
            Assert.Equal(description, found.Description);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_damage_to_the_content_is_ever_served_and_none_makes_the_reader_throw() =>
        Prop.ForAll<NonEmptyArray<byte>, int, byte>((bytes, where, flip) =>
        {
            StoredContent stored = new(ContentHash.Of(bytes.Get), bytes.Get, null, new("log", 1));
            byte[] frame = ContentFrame.Write(PackedContent.From(stored));
            frame[(int)((uint)where % (uint)frame.Length)] ^= flip;
            if (ContentFrame.Read(frame, stored.Hash) is ContentLookup.Found found)
                Assert.Equal(bytes.Get, found.Bytes.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_cut_short_anywhere_is_damaged()
    {
        byte[] content = [.. Enumerable.Range(0, 200).Select(number => (byte)(number * 7))];
        StoredContent stored = new(ContentHash.Of(content), content, null, new("json", 5, 2, 1, "Bash"));
        byte[] frame = ContentFrame.Write(PackedContent.From(stored));
        for (int length = 0; length < frame.Length; length++)
            Assert.IsType<ContentLookup.Damaged>(ContentFrame.Read(frame.AsMemory(0, length), stored.Hash));
    }

    [Fact]
    public void A_content_of_another_hash_is_damaged()
    {
        byte[] content = "genuine"u8.ToArray();
        StoredContent stored = new(ContentHash.Of(content), content, null, new("log", 1));
        byte[] frame = ContentFrame.Write(PackedContent.From(stored));
        Assert.IsType<ContentLookup.Damaged>(ContentFrame.Read(frame, ContentHash.Of("another"u8)));
    }

    /// <summary>Half a surrogate pair cannot be written as UTF-8.</summary>
    private static string Wellformed(string text) => new([.. text.Where(character => !char.IsSurrogate(character))]);
}
