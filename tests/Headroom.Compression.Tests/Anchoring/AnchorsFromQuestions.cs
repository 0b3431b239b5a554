using Headroom.Compression.Anchoring;

namespace Headroom.Compression.Tests.Anchoring;

public sealed class AnchorsFromQuestions
{
    [Fact]
    public void A_question_gives_names_numbers_and_words_that_carry_meaning()
    {
        Anchors anchors = Anchors.FromQuestion("Why does Payment-Service return 503 for \"order 4711\" in src/pay/Gateway.cs? See PG-5523, 12 times.");
        Assert.Equal(["4711", "503", "order", "payment-service", "pg-5523", "src/pay/gateway.cs", "times"], anchors.Terms);
    }

    [Fact]
    public void Short_names_count_and_short_words_that_only_join_others_do_not()
    {
        Anchors anchors = Anchors.FromQuestion("Who won the war, and did the NFL see why the sun and the oil ran out?");
        Assert.Equal(["nfl", "oil", "ran", "sun", "war", "won"], anchors.Terms);
    }

    [Fact]
    public void Scripts_without_spaces_give_pairs_of_characters()
    {
        Anchors anchors = Anchors.FromQuestion("谁重启了网关 eu-west-1？");
        Assert.Equal(["eu-west-1", "了网", "启了", "网关", "谁重", "重启"], anchors.Terms);
        Assert.Equal(anchors.Terms, Anchors.Parse(anchors.ToString()).Terms);
    }

    [Fact]
    public void What_a_verdict_stores_reads_back_equal()
    {
        Anchors anchors = Anchors.FromQuestion("checkout latency of eu-west-1 and trace 9f86d081884c7d65");
        Assert.Equal(anchors.Terms, Anchors.Parse(anchors.ToString()).Terms);
    }

    [Fact]
    public void An_endless_question_gives_a_bounded_number_of_terms() =>
        Assert.InRange(Anchors.FromQuestion(string.Join(' ', Enumerable.Range(1000, 5000))).Terms.Count, 1, 32);

    [Theory]
    [InlineData("")]
    [InlineData("what is it?")]
    [InlineData("please show this with that")]
    public void A_question_without_meaning_is_no_question(string question) =>
        Assert.Same(Anchors.None, Anchors.FromQuestion(question));
}
