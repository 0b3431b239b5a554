using System.Globalization;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose;

namespace Headroom.Compression.Tests.Prose;

public sealed class ProseCompressing
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    [Fact]
    public void Paragraphs_that_return_are_written_once_and_named_by_a_letter()
    {
        string[] paragraphs = GeneratedProse.Distinct(5).Split("\n\n");
        string text = string.Join("\n\n", Enumerable.Range(0, 60).Select(i => paragraphs[i * i % 5]));
        BlockOutcome outcome = Compress(text, "", isToolOutput: true);
        Assert.True(outcome.IsLossless);
        Assert.True(outcome.TokensAfter * 10 < outcome.TokensBefore);
        Assert.Equal(text, Encoding.UTF8.GetString(RepeatedProseDecoder.Decode(outcome.Output!)));
    }

    [Fact]
    public void Sentences_that_only_count_are_one_template()
    {
        string text = string.Join(' ', Enumerable.Range(1, 90).Select(i => $"Step {i} of the plan takes {i * 5} minutes and is run by the team in room {(i - 1) % 4}."));
        BlockOutcome outcome = Compress(text, "", isToolOutput: true);
        Assert.Contains("[#×90 sentences: Step <1…90> of the plan takes <5,10…450> minutes", Text(outcome), StringComparison.Ordinal);
        Assert.True(outcome.TokensAfter * 10 < outcome.TokensBefore);
        Assert.Equal(text, Encoding.UTF8.GetString(RepeatedProseDecoder.Decode(outcome.Output!)));
    }

    [Theory]
    [InlineData("When was the Calder bridge opened?", "Calder bridge was opened in May 1907")]
    [InlineData("who intercepts the messages of the fleet", "interception of the fleet's messages")]
    [InlineData("what does Ida Roe earn", "Roe earns 4,200 crowns")]
    public void The_sentence_that_answers_the_question_stays_as_it_stands(string question, string answer)
    {
        string[] paragraphs = GeneratedProse.Distinct(20).Split("\n\n");
        paragraphs[13] += " The Calder bridge was opened in May 1907 by the mayor.";
        paragraphs[4] += " They were responsible for interception of the fleet's messages.";
        paragraphs[17] = "Since then Roe earns 4,200 crowns a year. " + paragraphs[17];
        foreach (bool isToolOutput in (bool[])[true, false])
        {
            BlockOutcome outcome = Compress(string.Join("\n\n", paragraphs), question, isToolOutput);
            Assert.Contains(answer, Text(outcome), StringComparison.Ordinal);
            Assert.True(outcome.TokensAfter * 100 < outcome.TokensBefore * 40);
            Assert.NotEmpty(outcome.UsedAnchors.Terms);
        }
    }

    [Theory]
    [InlineData("哪一天重启了网关？", "星期三晚上管理员重启了网关，因为证书已经过期。", "今天的天气很好，大家都去公园散步了。")]
    [InlineData("Кто перезапустил шлюз?", "Поздно вечером инженер Орлов перезапустил шлюз и проверил журнал.", "Погода была хорошей, и все пошли гулять в парк.")]
    [InlineData("من أعاد تشغيل البوابة؟", "قام المهندس سامي بإعادة تشغيل البوابة في المساء بعد انتهاء الشهادة.", "كان الطقس جميلا وذهب الجميع إلى الحديقة في الصباح.")]
    public void A_question_finds_its_sentence_in_any_script(string question, string answer, string other)
    {
        string[] sentences = [.. Enumerable.Range(0, 60).Select(i => other.Insert(4, (i * i * 7919 % 997).ToString("000", CultureInfo.InvariantCulture)))];
        sentences[41] = answer;
        BlockOutcome outcome = Compress(string.Join(other[^1] == '。' ? "" : " ", sentences), question, isToolOutput: true);
        Assert.Equal(["prose:sentences"], outcome.Transforms);
        Assert.Contains(answer, Text(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_above_what_is_shown_stay_and_a_report_of_an_error_always_does()
    {
        string[] paragraphs = GeneratedProse.Distinct(24).Split("\n\n");
        string text = string.Concat(paragraphs.Select((paragraph, i) => $"## Part {(char)('A' + i)}\n\n{paragraph}\n\n")).Replace("## Part T\n\n", "## Part T\n\nThe quota of the tenant Umbra is 70 requests.\n\nERROR: the lease of shard nine was lost.\n\n", StringComparison.Ordinal);
        string output = Text(Compress(text, "what is the quota of Umbra?", isToolOutput: true));
        Assert.Contains("## Part T\n\nThe quota of the tenant Umbra is 70 requests.\n\nERROR: the lease of shard nine was lost.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("## Part B\n", output, StringComparison.Ordinal);
        Assert.Matches("\\[… [0-9]+ sentences, [0-9]+ lines\\]", output);
    }

    [Fact]
    public void Words_go_from_what_people_wrote_and_never_from_tool_output()
    {
        string text = string.Concat(Enumerable.Repeat(
            "The operators of the cluster must not delete the 14 volumes in /srv/data, because they were the only copies that the Bank of England has. ", 3))
            + GeneratedProse.Distinct(8);
        BlockOutcome written = Compress(text, "", isToolOutput: false);
        Assert.Equal(["prose:words"], written.Transforms);
        Assert.Contains("must not delete 14 volumes ", Text(written), StringComparison.Ordinal);
        Assert.Contains("Bank of England", Text(written), StringComparison.Ordinal);
        Assert.InRange((double)written.TokensAfter / written.TokensBefore, 0.69, 0.8);
        Assert.DoesNotContain("prose:words", Compress(text, "", isToolOutput: true).Transforms);
    }

    [Fact]
    public void Quotations_code_and_headings_lose_no_word()
    {
        const string Kept = "\"it is the end of the line\"";
        string text = $"# The state of the art in the field\n\n{GeneratedProse.Distinct(6)} He said {Kept} and that `run the thing in a box` is the way of the house.\n\n    the code is in a block\n";
        string output = Text(Compress(text, "", isToolOutput: false));
        Assert.All([Kept, "`run the thing in a box`", "# The state of the art in the field\n", "    the code is in a block\n"], kept => Assert.Contains(kept, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.25)]
    public void A_target_ratio_is_kept_with_and_without_a_question(double ratio)
    {
        string text = GeneratedProse.Distinct(60);
        var compressor = new BlockCompressor(CompressionProfiles.Balanced with { TargetRatio = ratio });
        foreach (string question in (string[])["", "where was the bakelor kept?"])
        {
            BlockOutcome outcome = compressor.Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion(question), Hash));
            Assert.InRange((double)outcome.TokensAfter / outcome.TokensBefore, ratio - 0.06, ratio + 0.02);
        }
    }

    public static TheoryData<string> NoProse => new(
        string.Concat(Enumerable.Range(0, 60).Select(i => $"VARIABLE_{i}=/usr/lib/jvm/java-{i}/bin:/opt/x{i}\n")),
        string.Concat(Enumerable.Range(0, 60).Select(i => $"Name of item {i}: the value of the thing\nState: ready\n\n")),
        string.Concat(Enumerable.Range(0, 40).Select(_ => " /\\_/\\   ___  |  |  \n( o.o ) |   | |__|  \n > ^ <  |___| |  |  \n")),
        string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 37 % 91}.{i} {i * 13}.0 -{i}.5 0.0 {i}.\n")),
        string.Concat(Enumerable.Range(0, 60).Select(i => $"service_{i}:\n  image: registry.example.org/app:{i}.\n  ports: [80{i}, 90{i}].\n")),
        string.Concat(Enumerable.Range(0, 60).Select(i => $"QmFzZTY0IGlzIG5vdCBwcm9zZQ{i}./+==. A{i}b.")));

    [Theory]
    [MemberData(nameof(NoProse))]
    public void What_is_no_prose_stays_as_it_is(string text) =>
        Assert.Empty(new ProseCompressor().Propose(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion("what is the value of item 7?"), Hash, IsToolOutput: false), CompressionProfiles.Aggressive, CancellationToken.None));

    [Theory]
    [InlineData("Dr. Miller met J. K. Roe at 3.5 p.m. in the house. It rained! \"Did it?\" she asked. Yes.", 4)]
    [InlineData("See fig. 3 of the report. Use e.g. the tool.\nIt works (mostly.) Then it ends...", 4)]
    [InlineData("下雨了。真的吗？是的！「好。」他说。", 5)]
    [InlineData("Он ушёл. а потом пришёл! Когда? Вчера…", 3)]
    [InlineData("This line of a paragraph was broken to a width so that\nit goes on here. And this is another sentence\nthat does so too.", 2)]
    [InlineData("1. First point of the list. More of it.\n2. Second point.", 3)]
    public void Sentences_end_where_a_reader_would_say_so(string text, int sentences) =>
        Assert.Equal(sentences, ProseText.Read(Encoding.UTF8.GetBytes(text), CancellationToken.None).Units.Count(unit => unit.Kind == ProseUnitKind.Sentence));

    [Fact]
    public void Hostile_input_takes_linear_time()
    {
        string[] inputs =
        [
            new string('.', 2_000_000), string.Concat(Enumerable.Repeat("a. ", 700_000)), string.Concat(Enumerable.Repeat("```\n", 400_000)),
            string.Concat(Enumerable.Repeat("The one is 1. ", 150_000)), string.Concat(Enumerable.Range(0, 100_000).Select(i => $"The one is of {i * i}. ")),
            new string('。', 500_000), string.Concat(Enumerable.Repeat("| a\n", 300_000)), "The " + new string('"', 1_000_000),
        ];
        Assert.All(inputs, input => Assert.NotNull(new ProseCompressor().Propose(Encoding.UTF8.GetBytes(input), new BlockContext(null, Anchors.FromQuestion("which one is 1234?"), Hash, false), CompressionProfiles.Balanced, CancellationToken.None)));
    }

    [Fact]
    public void Text_between_other_content_is_treated_as_what_it_is()
    {
        string rows = string.Concat("[\n", string.Join(",\n", Enumerable.Range(0, 90).Select(i => $$"""  {"id": {{i}}, "state": "ok", "name": "row {{i * 7919 % 1000}}"}""")), "\n]\n");
        string notes = string.Join("\n\n", Enumerable.Repeat(GeneratedProse.Distinct(2), 4));
        BlockOutcome outcome = Compress($"{notes}\n\n```\n{rows}```\n", "", isToolOutput: true);
        Assert.Equal(ContentKind.Mixed, outcome.Kind);
        Assert.Contains("prose:repeats", outcome.Transforms);
    }

    private static BlockOutcome Compress(string text, string question, bool isToolOutput) =>
        new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion(question), Hash, isToolOutput));

    private static string Text(BlockOutcome outcome) => Encoding.UTF8.GetString(outcome.Output!);
}
