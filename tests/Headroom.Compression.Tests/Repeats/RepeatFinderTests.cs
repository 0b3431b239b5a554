using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Markers;
using Headroom.Compression.Repeats;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Repeats;

public sealed class RepeatFinderTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    [Fact]
    public void A_text_that_stood_before_is_one_marker_that_names_where()
    {
        byte[] file = Source(214);
        Repeat repeat = Find(file, file)!;
        Assert.True(repeat.IsSame);
        Assert.Equal(
            $"[Same as the last full result of Read above that begins \"import os\" (214 lines), byte for byte. Full content: headroom_retrieve hash={Hash}]",
            Encoding.UTF8.GetString(repeat.Output));
        Assert.Equal(TokenCounters.O200k.Count(repeat.Output), repeat.Tokens);
    }

    [Fact]
    public void A_file_with_two_changed_lines_is_told_by_the_earlier_one()
    {
        byte[] file = Source(200);
        byte[] edited = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace("value_77 = 77", "value_77 = 78\nadded = True", StringComparison.Ordinal));
        Repeat repeat = Find(file, edited)!;
        Assert.False(repeat.IsSame);
        string output = Encoding.UTF8.GetString(repeat.Output);
        Assert.Equal(6, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\n=1-78\n+value_77 = 78\n+added = True\n=80-200\n", output, StringComparison.Ordinal);
        Assert.Contains(Hash.ToString(), output, StringComparison.Ordinal);
        Assert.Equal(edited, RepeatReader.Restore(repeat.Output, file));
    }

    [Fact]
    public void A_long_line_is_compared_by_chunks_that_an_insertion_does_not_shift()
    {
        string[] words = [.. Enumerable.Range(0, 6000).Select(i => $"w{i * 7919 % 10007}é")];
        byte[] before = Encoding.UTF8.GetBytes("minified " + string.Join(' ', words));
        byte[] after = Encoding.UTF8.GetBytes("minified " + string.Join(' ', words.Take(1000)) + " something new" + string.Join(' ', words.Skip(1000)));
        Repeat repeat = Find(before, after)!;
        Assert.True(repeat.Tokens * 2 < TokenCounters.O200k.Count(after));
        Assert.Equal(after, RepeatReader.Restore(repeat.Output, before));
    }

    [Fact]
    public void What_is_short_or_not_alike_stays()
    {
        Assert.Null(Find(Source(5), Source(5)));
        Assert.Null(Find(Source(200), Encoding.UTF8.GetBytes("import os\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"other_{i} = call({i})\n")))));
    }

    [Fact]
    public void Of_texts_that_read_alike_at_a_glance_only_the_last_is_named()
    {
        byte[] first = Source(200), second = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(first).Replace("value", "other", StringComparison.Ordinal));
        var finder = new RepeatFinder(TokenCounters.O200k);
        finder.Add("Read", first);
        finder.Add("Read", second);
        Assert.Null(finder.Find(first, TokenCounters.O200k.Count(first), Hash));
        Assert.NotNull(finder.Find(second, TokenCounters.O200k.Count(second), Hash));
    }

    [Fact]
    public void A_quotation_mark_or_a_line_end_in_the_opening_does_not_break_the_name()
    {
        byte[] text = Encoding.UTF8.GetBytes("\n  say \"hello\"] and so on\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i}\n")));
        string output = Encoding.UTF8.GetString(Find(text, text)!.Output);
        Assert.Contains("begins \"say\" (102 lines)", output, StringComparison.Ordinal);
        int position = 0;
        Assert.True(Marker.TryReadNext(Encoding.UTF8.GetBytes(output), ref position, out MarkerHash hash));
        Assert.Equal(Hash, hash);
    }

    /// <summary>Any edits of any text, also such as imitates the notation, and texts without a line end or with bytes that are no UTF-8.</summary>
    [Fact]
    public void What_is_told_by_an_earlier_text_can_be_restored_from_it()
    {
        int told = 0;
        Gen<string> line = Gen.Elements("=1-4", "+new", "\\ No newline at end", "[As the last", "a = 1", "b = call(a, 17)", "  return é", "\r", "", "x\0y");
        Gen<(string[] Before, int[] Edits)> gen = Gen.Choose(30, 200).SelectMany(
            count => Gen.ArrayOf(line.SelectMany(text => Gen.Choose(0, 300).Select(n => $"{text} {n}")), count)
                .SelectMany(before => Gen.ArrayOf(Gen.Choose(0, count - 1), 4).Select(edits => (before, edits))));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(gen.ToArbitrary(), sample =>
        {
            List<string> lines = [.. sample.Before];
            foreach (int edit in sample.Edits)
            {
                switch (edit % 3)
                {
                    case 0:
                        lines.Insert(edit % lines.Count, $"+inserted {edit}");
                        break;
                    case 1:
                        lines.RemoveAt(edit % lines.Count);
                        break;
                    default:
                        (lines[0], lines[edit % lines.Count]) = (lines[edit % lines.Count], lines[0]);
                        break;
                }
            }

            string end = sample.Edits[0] % 2 == 0 ? "\n" : "";
            byte[] before = Encoding.UTF8.GetBytes("start of it\n" + string.Join('\n', sample.Before) + "\n"), after = Encoding.UTF8.GetBytes("start of it\n" + string.Join('\n', lines) + end);
            if (sample.Edits[1] % 4 == 0)
            {
                (before[^3], after[^3]) = (0xFF, 0xC3);
            }

            if (Find(before, after) is { } repeat)
            {
                told++;
                Assert.True(repeat.IsSame ? before.SequenceEqual(after) : RepeatReader.Restore(repeat.Output, before).SequenceEqual(after));
                Assert.True(repeat.Tokens * 3 <= TokenCounters.O200k.Count(after) * 2);
            }
        }));
        Assert.True(told > 100, $"{told} of 300");
    }

    private static Repeat? Find(byte[] earlier, byte[] later)
    {
        var finder = new RepeatFinder(TokenCounters.O200k);
        finder.Add("Read", earlier);
        return finder.Find(later, TokenCounters.O200k.Count(later), Hash);
    }

    private static byte[] Source(int lines) =>
        Encoding.UTF8.GetBytes("import os\n" + string.Concat(Enumerable.Range(1, lines - 1).Select(i => $"value_{i - 1} = {i - 1}\n")));
}
