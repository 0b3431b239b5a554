using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Tests.Splicing;

public sealed class BodySplicing
{
    [Fact]
    public void Without_an_edit_the_body_is_the_same_memory()
    {
        byte[] body = [1, 2, 3];
        var splice = new BodySplice(body);
        Assert.False(splice.IsChanged);
        Assert.True(splice.ToMemory().Equals(new ReadOnlyMemory<byte>(body)));
    }

    [Fact]
    public void Edits_change_nothing_outside_their_ranges() => Property.Holds(random =>
    {
        byte[] body = Property.Bytes(random, 200);
        List<(ByteRange Range, byte[] New)> edits = [];
        var expected = new MemoryStream();
        int position = 0;
        while (position < body.Length)
        {
            int start = random.Next(position, body.Length + 1), length = random.Next(0, body.Length - start + 1);
            byte[] replacement = Property.Bytes(random, 20);
            edits.Add((new ByteRange(start, length), replacement));
            expected.Write(body.AsSpan(position, start - position));
            expected.Write(replacement);
            position = Math.Max(start + length, start + 1);
            if (length == 0 && start < body.Length)
            {
                expected.WriteByte(body[start]);
            }
        }

        expected.Write(body.AsSpan(Math.Min(position, body.Length)));
        var splice = new BodySplice(body);
        (ByteRange Range, byte[] New)[] shuffled = [.. edits];
        random.Shuffle(shuffled);
        foreach ((ByteRange range, byte[] bytes) in shuffled)
        {
            splice.Replace(range, bytes);
        }

        Assert.Equal(expected.ToArray(), splice.ToMemory().ToArray());
        Assert.Equal(expected.ToArray(), BodySplice.Join(splice.ToPieces()).ToArray());
    });

    [Fact]
    public void Inserts_at_one_place_keep_their_order_and_stand_before_what_is_replaced_there()
    {
        var splice = new BodySplice("abc"u8.ToArray());
        splice.Replace(new ByteRange(1, 1), "B"u8.ToArray());
        splice.Insert(1, "1"u8.ToArray());
        splice.Insert(1, "2"u8.ToArray());
        Assert.Equal("a12Bc", Encoding.UTF8.GetString(splice.ToMemory().Span));
    }

    [Fact]
    public void A_copy_takes_further_edits_without_changing_the_first()
    {
        var splice = new BodySplice("abc"u8.ToArray());
        splice.Insert(3, "d"u8.ToArray());
        BodySplice copy = splice.Copy();
        copy.Replace(new ByteRange(0, 1), default);
        Assert.Equal("abcd", Encoding.UTF8.GetString(splice.ToMemory().Span));
        Assert.Equal("bcd", Encoding.UTF8.GetString(copy.ToMemory().Span));
    }

    [Fact]
    public void Overlapping_edits_are_refused()
    {
        var splice = new BodySplice("abcdef"u8.ToArray());
        splice.Replace(new ByteRange(1, 3), default);
        splice.Replace(new ByteRange(3, 1), default);
        Assert.Throws<InvalidOperationException>(() => splice.ToMemory());
    }
}
