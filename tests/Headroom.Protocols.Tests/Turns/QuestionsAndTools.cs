using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class QuestionsAndTools
{
    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void The_question_is_what_the_user_said_last(WireProtocol protocol)
    {
        const string reminder = "<system-reminder>note</system-reminder>";
        string body = $$"""
            {"messages":[{"role":"user","content":"first"},{"role":"user","content":[{"type":"text","text":"{{reminder}}"},{"type":"text","text":"second"},{"type":"text","text":"and more"}]},
             {"role":"assistant","content":"answer"},{"role":"user","content":"{{reminder}}"},{"role":"user","content":[{"type":"text","text":"\u003csystem-reminder\u003e"}]},
             {"role":"user","content":[{"type":"tool_result","content":"not said"}]}]}
            """;
        Assert.Equal(["second", "and more"], Question(Map(protocol, body), body));
    }

    [Theory]
    [InlineData("""[{"name":"a","input_schema":{}}]""", true)]
    [InlineData("""[{"type":"custom","name":"a"}]""", true)]
    [InlineData("""[{"type":null,"name":"a"}]""", true)]
    [InlineData("""[{"name":"a","type":"bash_20250124"}]""", false)]
    [InlineData("""[{"type":"web_search_20250305","name":"web_search"}]""", false)]
    [InlineData("""[{"type":"web_search_20250305","name":"w"},{"name":"a"}]""", true)]
    [InlineData("[]", false)]
    [InlineData("""[{"name":"headroom_retrieve"}]""", false)]
    public void Messages_requests_get_our_tool_where_the_client_runs_functions(string tools, bool isOffered) =>
        Assert.Equal(isOffered, Tools(WireProtocol.AnthropicMessages, tools).MayOfferRetrieval);

    [Theory]
    [InlineData("""[{"type":"function","function":{"name":"a"}}]""", true)]
    [InlineData("""[{"type":"custom","custom":{"name":"a"}}]""", true)]
    [InlineData("""[{"type":"web_search"}]""", false)]
    [InlineData("[]", false)]
    [InlineData("""[{"function":{"name":"headroom_retrieve"},"type":"function"}]""", false)]
    [InlineData("""[{"type":"function","function":{"name":"a"}}],"n":2""", false)]
    [InlineData("""[{"type":"function","function":{"name":"a"}}],"n":1""", true)]
    [InlineData("""[{"type":"function","function":{"name":"a"}}],"tool_choice":"required" """, true)]
    [InlineData("""[{"type":"function","function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"a"}}""", false)]
    public void Chat_requests_get_our_tool_where_the_client_runs_functions(string tools, bool isOffered) =>
        Assert.Equal(isOffered, Tools(WireProtocol.ChatCompletions, tools).MayOfferRetrieval);

    [Theory]
    [InlineData("""{"type":"auto"}""", true)]
    [InlineData("""{"type":"any"}""", true)]
    [InlineData("""{"type":"tool","name":"a"}""", false)]
    [InlineData("""{"name":"a","type":"tool"}""", false)]
    public void A_forced_tool_is_not_joined_by_ours(string choice, bool isOffered) =>
        Assert.Equal(isOffered, Tools(WireProtocol.AnthropicMessages, $$"""[{"name":"a"}],"tool_choice":{{choice}}""").MayOfferRetrieval);

    [Fact]
    public void A_tool_of_our_name_by_the_client_is_noticed()
    {
        Assert.True(Tools(WireProtocol.AnthropicMessages, """[{"name":"a"},{"name":"headroom_retrieve"}]""").HasRetrieveTool);
        Assert.True(Tools(WireProtocol.ChatCompletions, """[{"type":"function","function":{"name":"headroom_retrieve"}}]""").HasRetrieveTool);
    }

    private static ToolList Tools(WireProtocol protocol, string tools) => Map(protocol, $$"""{"messages":[],"tools":{{tools}}}""").Tools;
}
