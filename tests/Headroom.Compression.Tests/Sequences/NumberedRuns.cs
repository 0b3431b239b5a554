using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Tests.Sequences;

public sealed class NumberedRuns
{
    [Theory]
    [InlineData("a0 a1 a2 a3", "a<0…3>", 4)]
    [InlineData("a08 a09 a10 a11", "a<08…11>", 4)]
    [InlineData("a8 a9 a10 a11 b12", "a<8…11>", 4)]
    [InlineData("x10y5 x20y5 x30y5 x40y5", "x<10,20…40>y5", 4)]
    [InlineData("x1 x2 x3 x1 x2 x3 x1", "x<1…3 ↻>", 7)]
    [InlineData("x9 x8 x7 x6", "x<9,8…6>", 4)]
    [InlineData("x7 x7 x7 x7 x7", "x7", 5)]
    [InlineData("x0 x1 x2 x3 x9", "x<0…3>", 4)]
    public void A_run_is_written_as_what_counts_in_it(string texts, string template, int count)
    {
        NumberedRun run = Read(texts, int.MaxValue)!;
        Assert.Equal(template, Write(texts, run));
        Assert.Equal(count, run.Count);
        Assert.Equal(texts.Split(' ').Take(count), RunDecoder.Expand(ByteText.Utf8(template), count));
    }

    [Theory]
    [InlineData("a1 a2 a3")]
    [InlineData("a1 a2 a3 b4")]
    [InlineData("a1 a2 a4 a5")]
    [InlineData("a1 a02 a3 a4")]
    [InlineData("a<1…2> a<2…2> a<3…2> a<4…2>")]
    [InlineData("a12345678901234567890 a12345678901234567891 a12345678901234567892 a12345678901234567893")]
    public void What_does_not_count_is_no_run(string texts) => Assert.Null(Read(texts, int.MaxValue));

    [Theory]
    [InlineData("f1:7 f2:7 f3:9 f4:8", "f<1…4>:<7, 9, 8>")]
    [InlineData("f1:01 f2:5 f3:9 f4:8 f5:70 f6:66 f7:3", "f<1…7>:<01–70>")]
    public void Behind_the_exact_part_values_may_be_any(string texts, string template) => Assert.Equal(template, Write(texts, Read(texts, 2)!));

    [Fact]
    public void Any_run_that_counts_can_be_written_out_again() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            (long First, long Step, int Period, int Width)[] slots =
                [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => ((long)random.Next(2000), (long)random.Next(-3, 12), random.Next(3) == 0 ? random.Next(2, 9) : int.MaxValue, random.Next(5)))];
            string[] texts = [.. Enumerable.Range(0, random.Next(4, 40)).Select(index =>
                "t" + string.Join("/é", slots.Select(slot => (Math.Abs(slot.First) + (Math.Max(0, slot.Step) * (index % slot.Period))).ToString("D" + slot.Width))))];
            string joined = string.Join(' ', texts);
            if (Read(joined, int.MaxValue) is { } run)
            {
                Assert.True(run.IsExact);
                Assert.Equal(texts.Take(run.Count).Select(ByteText.Utf8), RunDecoder.Expand(ByteText.Utf8(Write(joined, run)), run.Count));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_run_is_not_touched_by_those_that_were_read_before()
    {
        const string Texts = "a<0> b1:x b2:y b3:z c08/1 c09/2 c10/3 c11/4";
        byte[] content = Encoding.UTF8.GetBytes("x1y2z3 x2y2z9 x3y2z8 x4y2z5 x5y2z7 " + Texts);
        Extent[] first = [new(0, 6), new(7, 13), new(14, 20), new(21, 27), new(28, 34)];
        int at = content.Length - "c08/1 c09/2 c10/3 c11/4".Length;
        Extent[] second = [.. Enumerable.Range(0, 4).Select(i => new Extent(at + (6 * i), at + (6 * i) + 5))];
        var run = new NumberedRun();
        Assert.True(run.TryRead(content, first, exactBytes: 2));
        Assert.True(run.TryRead(content, second));
        using var output = new Utf8Text(64);
        run.Write(content, output);
        Assert.Equal("c<08…11>/<1…4>", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.False(run.TryRead(content, first));
    }

    private static NumberedRun? Read(string texts, int exactBytes)
    {
        byte[] content = Encoding.UTF8.GetBytes(texts);
        var units = new List<Extent>();
        int start = 0;
        foreach (string text in texts.Split(' '))
        {
            int length = Encoding.UTF8.GetByteCount(text);
            units.Add(new Extent(start, start + length));
            start += length + 1;
        }

        var run = new NumberedRun();
        return run.TryRead(content, units.ToArray(), exactBytes) ? run : null;
    }

    private static string Write(string texts, NumberedRun run)
    {
        var output = new Utf8Text(64);
        run.Write(Encoding.UTF8.GetBytes(texts), output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
