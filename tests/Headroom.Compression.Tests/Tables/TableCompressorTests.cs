using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tables;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Tables;

public sealed class TableCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_lossless_form_gives_back_the_bytes_of_the_table() =>
        ForAnyTable(content =>
        {
            if (Propose(content, null).SingleOrDefault() is { } form)
            {
                Assert.True(form.IsLossless);
                byte[] decoded = TextTableDecoder.Decode(form.Text);
                Assert.True(content.AsSpan().SequenceEqual(decoded), $"{Text(content)}\n=== form\n{Text(form.Text)}\n=== decoded\n{Text(decoded)}");
            }
        });

    [Theory]
    [InlineData(1102321754)]
    [InlineData(2130409948)]
    public void A_first_row_of_empty_cells_comes_back_too(int seed)
    {
        byte[] content = Encoding.UTF8.GetBytes(GeneratedTables.Any(seed).Text);
        Assert.Equal(Text(content), Text(TextTableDecoder.Decode(Assert.Single(Propose(content, null)).Text)));
    }

    [Fact]
    public void Most_generated_tables_are_read_exactly_so_that_the_round_trip_proves_something() =>
        Assert.InRange(Enumerable.Range(0, 400).Count(seed => Propose(Encoding.UTF8.GetBytes(GeneratedTables.Any(seed).Text), null).Count > 0), 280, 400);

    [Fact]
    public void Every_row_of_a_sample_is_the_row_at_its_position() =>
        Prop.ForAll(Seeds(), seed =>
        {
            GeneratedTables table = GeneratedTables.Any(seed);
            byte[] content = Encoding.UTF8.GetBytes(table.Text);
            if (TextTables.Find(content) is { } found && found.RowCount == table.Rows.Count && Sampled(content) is { } sampled)
            {
                List<(int Position, string[] Cells)> shown = TextTableDecoder.ShownRows(sampled.Text);
                Assert.Equal(sampled.ShownItemCount, shown.Count);
                Assert.Equal(table.Rows.Count, sampled.ItemCount);
                Assert.All(shown, row => Assert.Equal(table.Rows[row.Position], row.Cells));
                Assert.EndsWith($"[{sampled.ItemCount} rows → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]", Text(sampled.Text));
            }
        }).Check(Thorough);

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        ForAnyTable(content =>
        {
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            var context = new BlockContext(null, Anchors.FromQuestion("which api has status 0042 or user7@example.com?"), Hash);
            BlockOutcome outcome = compressor.Compress(content, context);
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, compressor.Compress(content, context).Output);
            if (outcome.Output is not null)
            {
                // What stayed raw is not made again.
                Assert.Equal(outcome.Output, compressor.Compress(content, context with { Anchors = outcome.UsedAnchors }).Output);
            }

            Assert.All(Propose(content, null), proposal => Assert.True(proposal.IsLossless));
        });

    [Fact]
    public void Errors_rare_values_and_what_the_question_names_stay_visible()
    {
        byte[] content = Lines(Enumerable.Range(0, 300).Select(i =>
            $"{i},customer {i * 7919 % 300},{(i == 171 ? "failed" : i == 203 ? "refunded" : "paid")},{(i == 44 ? "99000.00" : $"{i % 37}.50")}").Prepend("id,customer,status,amount"));
        string text = Text(Sampled(content, "what did customer 118 buy?")!.Text);
        Assert.Contains("\n171: 171,", text);
        Assert.Contains("\n203: 203,", text);
        Assert.Contains("\n44: 44,", text);
        Assert.Contains("customer 118,", text);
        Assert.Contains("paid×298", text);
    }

    [Fact]
    public void Cells_keep_their_exact_text_and_empty_ones_stay_empty()
    {
        byte[] content = Lines(Enumerable.Range(0, 40).Select(i => $"{i * i % 97:D3},{i * 7 % 13}.0,,\"a,{i * 31 % 83}\",NULL").Prepend("code,price,note,text,what"));
        Proposal form = Assert.Single(Propose(content, null));
        Assert.Contains("\n049|10.0||51\n", Text(form.Text));
        Assert.Equal(Text(content), Text(TextTableDecoder.Decode(form.Text)));
    }

    [Fact]
    public void Quotes_without_a_rule_are_left_out_only_behind_a_marker()
    {
        var random = new Random(3);
        byte[] content = Lines(Enumerable.Range(0, 60).Select(i => $"{i},{(random.Next(2) == 0 ? $"\"item{i % 7}\"" : $"item{i % 7}")},{i % 3}").Prepend("id,item,size"));
        Assert.Empty(Propose(content, null));
        Assert.All(Propose(content, Hash), proposal => Assert.False(proposal.IsLossless));
    }

    [Theory]
    [InlineData("Well, yes, it is.\nSo, then, we go.\nAh, no, we stay.\nOne, two, three.\nIf, and, but.\nNow, here, there.\n", true)]
    [InlineData("We came to the old house, which nobody had opened for years\nThe door was stuck, so we went around to the garden side\nThere were apples on the ground, most of them eaten by wasps\nNobody said anything about it, but everyone had seen the light\nIt was late by then and cold, and the road back was long\nWe went inside through the window, one after the other\nThe clock in the hall had stopped, at ten minutes past four\nUpstairs a board creaked twice, and then it was quiet again\n", false)]
    [InlineData("a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11\n12,13,14\n", false)]
    [InlineData("x = f(a, b)\ny = g(c, d)\nz = h(e, f)\nu = f(a, b)\nv = g(c, d)\nw = h(e, f)\nq = f(a, b)\nr = g(c, d)\n", false)]
    [InlineData("id,name\n1,x\n2,y\n3,z\n4,q\n5,r\n6,s\n7,t\n8,u\n", true)]
    [InlineData("id\tname\n1\tx\n2\ty\n3\tz\n4\tq\n5\tr\n6\ts\n7\tt\n8\tu\n", true)]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n", true)]
    [InlineData("NAME    READY   STATUS\napi-1   1/1     Running\napi-2   1/1     Running\napi-3   0/1     Error\nweb-1   1/1     Running\n", true)]
    [InlineData("Dear all,\nthanks for coming,\nsee you,\nbye,\nAnn,\nBob,\nCy,\nDee,\nEve,\n", false)]
    public void Tables_are_told_from_prose_and_code(string text, bool isTable) =>
        Assert.Equal(isTable, TextTables.Find(Encoding.UTF8.GetBytes(text)) is not null);

    [Theory]
    [InlineData("USER         PID %CPU COMMAND\nroot           1  0.0 /sbin/init splash\nroot        4242 12.5 node server.js --port 80\nwww-data     311  0.1 nginx: worker process\nnobody   1234567  0.1 dnsmasq\n", "4242,12.5,node server.js --port 80")]
    [InlineData("Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        40G   12G   28G  30% /\ntmpfs           1.6G     0  1.6G   0% /run/user/1000\n/dev/vdb1       2.0T  1.9T  100G  95% /mnt/my data\nudev            7.8G     0  7.8G   0% /dev\n", "2.0T,1.9T,100G,95%,/mnt/my data")]
    public void Columns_that_words_and_their_ends_align_are_read(string text, string row)
    {
        Proposal form = Assert.Single(Propose(Encoding.UTF8.GetBytes(text), null));
        Assert.Contains(row, Text(form.Text));
        Assert.Equal(text, Text(TextTableDecoder.Decode(form.Text)));
    }

    [Fact]
    public void Two_columns_of_one_name_stay_two()
    {
        byte[] content = Lines(Enumerable.Range(0, 40).Select(i => $"{i},{i * 31 % 83},{i * 7 % 13}").Prepend("id,size,size"));
        Proposal form = Assert.Single(Propose(content, null));
        Assert.Contains("columns: size,size~2\n", Text(form.Text));
        Assert.Equal(content, TextTableDecoder.Decode(form.Text));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\"")]
    [InlineData("\",\"\n")]
    [InlineData("a,b\n")]
    [InlineData("|-|\n")]
    [InlineData("|")]
    [InlineData("A  B  C\n")]
    [InlineData("+--+\n| a |\n")]
    [InlineData("a,\"\n")]
    public void Repetition_of_any_sign_takes_linear_time(string piece)
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 3_000_000 / piece.Length)));
        Assert.NotNull(Propose(content, Hash));
    }

    [Fact]
    public void Work_ends_when_it_is_cancelled()
    {
        byte[] content = Lines(Enumerable.Range(0, 9000).Select(i => $"{i},{i * 31 % 83},x").Prepend("id,size,kind"));
        Assert.Throws<OperationCanceledException>(() => new TableCompressor().Propose(content, new BlockContext(null, Anchors.None, Hash), CompressionProfiles.Balanced, new CancellationToken(true)));
    }

    [Fact]
    public void A_block_that_is_a_table_is_one()
    {
        byte[] content = Lines(Enumerable.Range(0, 90).Select(i => $"{i},2026-01-{1 + (i % 28):00},{i * 31 % 83}").Prepend("id,day,size"));
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(content, new BlockContext(null, Anchors.None, Hash));
        Assert.Equal((ContentKind.Table, 90), (outcome.Kind, outcome.ItemCount));
    }

    private static void ForAnyTable(Action<byte[]> assert) =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[] content = Encoding.UTF8.GetBytes(GeneratedTables.Any(seed).Text);
            assert(content);
            assert(ByteText.Mutated(content, new Random(seed)));
        }).Check(Thorough);

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static IReadOnlyList<Proposal> Propose(byte[] content, MarkerHash? marker, string question = "") =>
        new TableCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(question), marker), CompressionProfiles.Balanced, CancellationToken.None);

    private static Proposal? Sampled(byte[] content, string question = "") =>
        Propose(content, Hash, question).FirstOrDefault(proposal => !proposal.IsLossless && proposal.ShownItemCount < proposal.ItemCount);

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
