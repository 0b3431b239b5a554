using System.Text;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Tests.Streaming;

public sealed class SplittingEvents
{
    private static readonly string[] Lines = ["data: {\"a\":\"é\U0001F600\"}", "event: x", ": comment", "data:", "id: 1", "", "", ""];

    [Fact]
    public void Events_and_rest_joined_are_the_stream_and_do_not_depend_on_the_chunking() => Property.Holds(random =>
    {
        byte[] stream = Stream(random);
        (List<string> events, string rest) = Split(stream, [stream.Length]);
        Assert.Equal(Encoding.Latin1.GetString(stream), string.Concat(events) + rest);
        (List<string> Events, string Left) single = Split(stream, [.. Enumerable.Repeat(1, stream.Length)]);
        Assert.Equal(events, single.Events);
        Assert.Equal(rest, single.Left);
        for (int i = 0; i < 5; i++)
        {
            (List<string> Events, string Left) cut = Split(stream, Cuts(random, stream.Length));
            Assert.Equal(events, cut.Events);
            Assert.Equal(rest, cut.Left);
        }
    });

    [Fact]
    public void Random_bytes_come_out_again() => Property.Holds(random =>
    {
        byte[] stream = [.. Property.Bytes(random, 300).Select(b => b < 60 ? (byte)'\n' : b < 100 ? (byte)'\r' : b)];
        (List<string> events, string rest) = Split(stream, Cuts(random, stream.Length));
        Assert.Equal(Encoding.Latin1.GetString(stream), string.Concat(events) + rest);
    });

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void An_event_comes_out_as_soon_as_its_blank_line_is_there(string newLine)
    {
        var splitter = new ServerSentEventSplitter();
        splitter.Push(Property.Utf8($"event: a{newLine}data: 1{newLine}"));
        Assert.False(splitter.TryTake(out _));
        splitter.Push(Property.Utf8(newLine));
        Assert.True(splitter.TryTake(out ReadOnlyMemory<byte> rawEvent));
        Assert.True(ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset));
        Assert.Equal("1", Encoding.UTF8.GetString(data.Span));
        Assert.Equal((byte)'1', rawEvent.Span[offset]);
        Assert.True(splitter.Rest.IsEmpty);
    }

    [Fact]
    public void A_long_stream_is_cut_right_across_buffer_moves()
    {
        var splitter = new ServerSentEventSplitter();
        byte[] half = Property.Utf8("data: " + new string('x', 40_000));
        for (int i = 0; i < 20; i++)
        {
            splitter.Push(half);
            Assert.False(splitter.TryTake(out _));
            splitter.Push("\n\ndata: 2\n\nda"u8);
            Assert.True(splitter.TryTake(out ReadOnlyMemory<byte> first));
            Assert.Equal(half.Length + 2 + (i == 0 ? 0 : 9), first.Length);
            Assert.True(splitter.TryTake(out ReadOnlyMemory<byte> second));
            Assert.Equal(9, second.Length);
            Assert.Equal("da", Encoding.UTF8.GetString(splitter.Rest.Span));
            splitter.Push("ta: 3\n:"u8);
        }
    }

    [Fact]
    public void Data_of_several_lines_is_joined_by_line_feeds()
    {
        Assert.True(ServerSentEvent.TryGetData("data: 1\r\nid: x\r\ndata:2\r\n\r\n"u8.ToArray(), out ReadOnlyMemory<byte> data, out int offset));
        Assert.Equal("1\n2", Encoding.UTF8.GetString(data.Span));
        Assert.Equal(-1, offset);
        Assert.False(ServerSentEvent.TryGetData(": ping\n\n"u8.ToArray(), out _, out _));
    }

    private static byte[] Stream(Random random)
    {
        string[] newLines = random.Next(4) switch { 0 => ["\n"], 1 => ["\r"], 2 => ["\r\n"], _ => ["\n", "\r", "\r\n"] };
        var text = new StringBuilder();
        for (int i = random.Next(30); i > 0; i--)
        {
            text.Append(Lines[random.Next(Lines.Length)]).Append(newLines[random.Next(newLines.Length)]);
        }

        return Property.Utf8(text.Append(random.Next(2) == 0 ? "" : "data: cut").ToString());
    }

    private static int[] Cuts(Random random, int length)
    {
        List<int> cuts = [];
        for (int left = length; left > 0; left -= cuts[^1])
        {
            cuts.Add(random.Next(1, Math.Min(left, 9) + 1));
        }

        return [.. cuts];
    }

    /// <summary>Latin-1, so that one character is one byte.</summary>
    private static (List<string> Events, string Left) Split(byte[] stream, int[] chunks)
    {
        var splitter = new ServerSentEventSplitter();
        List<string> events = [];
        int position = 0;
        foreach (int chunk in chunks)
        {
            splitter.Push(stream.AsSpan(position, chunk));
            position += chunk;
            while (splitter.TryTake(out ReadOnlyMemory<byte> rawEvent))
            {
                events.Add(Encoding.Latin1.GetString(rawEvent.Span));
            }
        }

        return (events, Encoding.Latin1.GetString(splitter.Rest.Span));
    }
}
