using System.Text;
using System.Text.Json;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Tests;

/// <summary>One member of somebody's JSON file is set; nothing else in it moves.</summary>
public sealed class SettingJsonTests
{
    [Theory]
    [InlineData("", "{\n  \"servers\": {\n    \"headroom\": 1\n  }\n}\n")]
    [InlineData("{}", "{\n  \"servers\": {\n    \"headroom\": 1\n  }\n}")]
    [InlineData("{\n  \"a\": 1.0\n}\n", "{\n  \"servers\": {\n    \"headroom\": 1\n  },\n  \"a\": 1.0\n}\n")]
    [InlineData("{\n  \"servers\": {\n    \"db\": {}\n  }\n}\n", "{\n  \"servers\": {\n    \"headroom\": 1,\n    \"db\": {}\n  }\n}\n")]
    [InlineData("{\n  \"servers\": {}\n}\n", "{\n  \"servers\": {\n    \"headroom\": 1\n  }\n}\n")]
    [InlineData("{\"servers\":{\"headroom\":{\"x\":[1,{\"y\":2}]},\"db\":2}}", "{\"servers\":{\"headroom\":1,\"db\":2}}")]
    [InlineData("{\"x\":1}", "{\"servers\": {\"headroom\": 1},\"x\":1}")]
    [InlineData("// mine\n{\n  // my servers\n  \"servers\": {\n    \"db\": 1, // last\n  },\n}\n", "// mine\n{\n  // my servers\n  \"servers\": {\n    \"headroom\": 1,\n    \"db\": 1, // last\n  },\n}\n")]
    public void The_rest_stays_byte_for_byte(string before, string after)
    {
        string set = Encoding.UTF8.GetString(JsonConfig.Set(Encoding.UTF8.GetBytes(before), ["servers", "headroom"], "1"));
        Assert.Equal(after, set);
        using JsonDocument parsed = JsonDocument.Parse(set, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Assert.Equal(1, parsed.RootElement.GetProperty("servers").GetProperty("headroom").GetInt32());
    }

    [Fact]
    public void A_byte_order_mark_stays_where_it_is() =>
        Assert.Equal("\uFEFF{\"a\": 1,\"x\":1}", Encoding.UTF8.GetString(JsonConfig.Set(Encoding.UTF8.GetBytes("\uFEFF{\"x\":1}"), ["a"], "1")));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"servers\":[]}")]
    [InlineData("{\"servers\":")]
    [InlineData("nonsense")]
    public void A_file_of_another_shape_is_refused(string before) =>
        Assert.Throws<InvalidDataException>(() => JsonConfig.Set(Encoding.UTF8.GetBytes(before), ["servers", "headroom"], "1"));
}
