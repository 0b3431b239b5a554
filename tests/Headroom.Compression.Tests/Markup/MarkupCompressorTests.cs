using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Markup;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Markup;

public sealed class MarkupCompressorTests
{
    private const string Article = "<html><head><title>T</title></head><body><nav>Home <b>About</b></nav><article><h1>Limits</h1><p>Forty calls per second are allowed, and no more than that in any second.</p></article></body></html>";

    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    [Fact]
    public void Words_numbers_addresses_and_code_of_the_content_stay_and_nothing_around_it_does() =>
        Prop.ForAll(Seeds(), seed =>
        {
            GeneratedPages page = GeneratedPages.Any(seed);
            string output = Output(page.Html);
            Assert.All(page.Content, text => Assert.Contains(text, output, StringComparison.Ordinal));
            Assert.All(page.Addresses, address => Assert.Contains($"]({address})", output, StringComparison.Ordinal));
            Assert.All(page.Code, code => Assert.Contains($"```cs\n{code}\n```", output, StringComparison.Ordinal));
            Assert.DoesNotContain("chrome", output, StringComparison.Ordinal);
            Assert.EndsWith($". Full content: headroom_retrieve hash={Hash}]", output, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var random = new Random(seed);
            byte[] content = ByteText.Mutated(Encoding.UTF8.GetBytes(random.Next(2) == 0 ? GeneratedPages.Any(seed).Html : Feed(seed)), random);
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            BlockOutcome outcome = compressor.Compress(content, new BlockContext(null, Anchors.FromQuestion("where is chromefooter and gateway 4711?"), Hash));
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            if (outcome.Output is not null)
            {
                // What stayed raw is not made again.
                Assert.Equal(outcome.Output, compressor.Compress(content, new BlockContext(null, outcome.UsedAnchors, Hash)).Output);
            }

            Assert.Empty(new MarkupCompressor().Propose(content, new BlockContext(null, Anchors.None, null), CompressionProfiles.Balanced, default));
            Assert.Empty(new MarkupCompressor().Propose(content, new BlockContext(null, Anchors.None, Hash), CompressionProfiles.Conservative, default));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_a_marker_says_was_left_out_is_counted()
    {
        string output = Output("<!doctype html><html><body><script>1</script><script>2</script><style>x</style><nav>a</nav><main><p>Text that stays here.</p><p hidden>b</p></main><footer>c</footer></body></html>");
        Assert.Contains("as Markdown, without 1 hidden, 2 navigation and banners, 2 scripts, 1 styles.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div role=\"alert\">Payment failed: card 4242 expired</div>")]
    [InlineData("<aside><div class=\"alert alert-danger\">Payment failed: card 4242 expired</div> more</aside>")]
    [InlineData("<footer><p>x</p><p class=\"error\">Payment failed: card 4242 expired</p></footer>")]
    public void An_alert_stays_wherever_it_stands(string alert) =>
        Assert.Contains("Payment failed: card 4242 expired", Output(Article.Replace("<article>", alert + "<article>", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Of_a_long_page_the_sentences_that_fit_the_question_are_chosen_and_its_failures_stay()
    {
        string paragraphs = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"<h2>Part {i}</h2><p>The harbour of {(i == 31 ? "Elmstad" : $"town {i}")} was built by its merchants in the year {1500 + (i * 7)}. Ships bring timber and salt to it in summer. Nobody remembers the name of its keeper.</p>"));
        string html = Article.Replace("</article>", $"<p>ERROR: the map of town 9 could not be loaded.</p>{paragraphs}</article>", StringComparison.Ordinal);
        BlockOutcome outcome = Compress(html, "In which year was the harbour of Elmstad built?");
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Contains("Elmstad was built by its merchants in the year 1717", output, StringComparison.Ordinal);
        Assert.Contains("ERROR: the map of town 9 could not be loaded", output, StringComparison.Ordinal);
        Assert.True(outcome.TokensAfter * 3 < Compress(html).TokensAfter * 2, output);
        Assert.Equal(1, output.Split("headroom_retrieve").Length - 1);
        Assert.Contains($"{html.Length} bytes of HTML as Markdown", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_around_the_content_stays_where_the_question_asks_for_it()
    {
        string html = Article.Replace("</article>", "</article><footer>Imprint: Example GmbH, Musterweg 4711</footer>", StringComparison.Ordinal);
        Assert.DoesNotContain("Musterweg", Output(html), StringComparison.Ordinal);
        Assert.Contains("Imprint: Example GmbH, Musterweg 4711", Output(html, "what is at Musterweg?"), StringComparison.Ordinal);
        Assert.Equal(Output(html), Output(html, "what about zeppelins?"));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><body>x</body></html>", ContentKind.Markup)]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- c -->\n<!DOCTYPE html PUBLIC \"-//W3C\">\n<html></html>", ContentKind.Markup)]
    [InlineData("<div class=\"a\"><h2>T</h2><p>One <b>two</b></p><ul><li>x</li></ul></div>", ContentKind.Markup)]
    [InlineData("<div className={styles.a}><h2>T</h2><p>One <b>two</b></p><ul><li>x</li></ul></div>", ContentKind.Text)]
    [InlineData("<div><h2>{{ title }}</h2><p v-if=\"a\">One <b>two</b></p><ul><li>x</li></ul></div>", ContentKind.Text)]
    [InlineData("<Layout><Header title=\"a\"/><p>One <b>two</b></p><ul><li>x</li></ul></Layout>", ContentKind.Text)]
    [InlineData("<project><name>a</name><version>1</version></project>", ContentKind.Text)]
    [InlineData("<T> is a type parameter; <K, V> are two of them, as in Map<K, V>.", ContentKind.Text)]
    [InlineData("<?php echo '<p>one</p><p>two</p><ul><li>x</li><li>y</li></ul>'; ?>", ContentKind.Text)]
    public void Pages_are_told_from_components_templates_and_settings(string text, ContentKind kind) =>
        Assert.Equal(kind, ContentDetector.Detect(Encoding.UTF8.GetBytes(text)) is var found && found == ContentKind.Code ? ContentKind.Text : found);

    [Fact]
    public void Elements_of_one_name_become_rows_with_every_value_as_it_stands()
    {
        string feed = Feed(1);
        string output = Output(feed);
        Assert.Contains("#40 rows", output, StringComparison.Ordinal);
        Assert.Contains("Text &amp; more 39", output, StringComparison.Ordinal);
        Assert.Contains("[40 rows → ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_failure_of_a_test_report_stays_in_full()
    {
        string suite(int number) => $"<testsuite name=\"s{number}\">\n{string.Concat(Enumerable.Range(0, 50).Select(i =>
            $"  <testcase name=\"case{i}\" time=\"0.{i * 37 % 100:00}\"" + (i == 7 * number ? $">\n<failure message=\"expected {number}\">at Suite{number}.cs:line 1{i}\nat Runner.Run</failure>\n</testcase>\n" : "/>\n")))}</testsuite>\n";
        string output = Output($"<?xml version=\"1.0\"?>\n<testsuites>\n{string.Concat(Enumerable.Range(1, 4).Select(suite))}</testsuites>\n");
        Assert.All(Enumerable.Range(1, 4), number =>
        {
            Assert.Contains($"expected {number}", output, StringComparison.Ordinal);
            Assert.Contains($"at Suite{number}.cs:line 1{number * 7}\\nat Runner.Run", output, StringComparison.Ordinal);
        });
    }

    public static TheoryData<string> Refused => new(
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]><a>" + string.Concat(Enumerable.Repeat("<b>&lol2;</b>", 50)) + "</a>",
        "<a>" + string.Concat(Enumerable.Repeat("<b>x</b>", 50)) + "</c>",
        "<a>" + string.Concat(Enumerable.Repeat("<b>x</b>", 50)),
        "<a>" + string.Concat(Enumerable.Repeat("<b k=v>x</b>", 50)) + "</a>",
        string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("<b>x</b>", 50)) + string.Concat(Enumerable.Repeat("</a>", 40)));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_well_formed_or_declares_entities_stays_as_it_is(string text) => Assert.Null(Compress(text).Output);

    [Theory]
    [InlineData("<div>")]
    [InlineData("<p>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a href=x>y<p>")]
    [InlineData("<")]
    [InlineData("&amp;")]
    [InlineData("<td rowspan=60 colspan=60>")]
    [InlineData("<!--")]
    public void Repetition_of_anything_is_read_in_bounded_time_or_refused(string piece)
    {
        byte[] content = Encoding.UTF8.GetBytes("<!doctype html><html><body>" + string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length)));
        Assert.NotNull(new MarkupCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion("where is frobnicate?"), Hash), CompressionProfiles.Balanced, default));
    }

    [Fact]
    public void Work_ends_when_it_is_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => new MarkupCompressor().Propose(Encoding.UTF8.GetBytes(Article), new BlockContext(null, Anchors.None, Hash), CompressionProfiles.Balanced, new CancellationToken(true)));

    private static string Feed(int seed)
    {
        var random = new Random(seed);
        return "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>N</title>\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"<item><title>Text &amp; more {i}</title><id>0{i}</id>{(random.Next(2) == 0 ? "<tag>a</tag><tag>b</tag>" : "")}<d><![CDATA[<p>{random.Next(1000)}</p>]]></d></item>\n"))
            + "</channel></rss>\n";
    }

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static BlockOutcome Compress(string text, string question = "") =>
        new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 }).Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion(question), Hash));

    private static string Output(string text, string question = "") => Encoding.UTF8.GetString(
        new MarkupCompressor().Propose(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion(question), Hash), CompressionProfiles.Balanced, default)[^1].Text);
}
