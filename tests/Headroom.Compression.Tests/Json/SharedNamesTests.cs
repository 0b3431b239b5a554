using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Json;

/// <summary>What single records share: addresses, shapes, names; and what a question about one of many shows.</summary>
public sealed class SharedNamesTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Fact]
    public void Addresses_of_one_record_are_written_once_and_come_back()
    {
        string record = "{" + string.Join(",", Enumerable.Range(0, 24).Select(i => $"\"{(char)('a' + i)}_url\":\"https://api.example.com/repos/octo/hello-world/{(char)('z' - i)}s{{/id}}\"")) + ",\"size\":[1,{\"x\":2}]}";
        string text = Lossless(record);
        Assert.Contains("$A=https://api.example.com/repos/octo/hello-world\n", text, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences(text, "https://api.example.com/repos/octo/hello-world"));
        AssertSame(record, text);
    }

    [Fact]
    public void Objects_of_one_shape_state_their_keys_once_and_come_back()
    {
        string Time(int i) => $$"""{"kind":"datetime","year":2024,"month":{{i % 12}},"day":{{i}},"zone":null,"parts":[]}""";
        string record = "{" + string.Join(",", Enumerable.Range(0, 9).Select(i => $"\"{(char)('a' + i)}_time\":{Time(i)}")) + ",\"size\":[1,{\"x\":2}]}" + new string(' ', 400);
        string text = Lossless(record);
        Assert.Equal(1, Occurrences(text, "datetime"));
        Assert.Equal(1, Occurrences(text, "\"month\""));
        AssertSame(record, text);
    }

    [Fact]
    public void A_text_that_has_names_of_its_own_keeps_them()
    {
        string record = "{" + string.Join(",", Enumerable.Range(0, 24).Select(i => $"\"{(char)('a' + i)}\":\"https://api.example.com/$A/hello-$B{{1}}-{i % 3}/{(char)('z' - i)}\"")) + ",\"size\":[1,{\"x\":2}]}";
        AssertSame(record, Lossless(record));
        Assert.DoesNotContain("\n$A=", Lossless(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_one_object_state_its_name_once_a_list_and_come_back()
    {
        string rows = "[" + string.Join(",", Enumerable.Range(0, 5).Select(i =>
            $$"""{"id":{{i * 7}},"details":{"networkInterface":{"address":"10.0.{{i * 3 % 5}}.{{i}}","mask":{{i % 2}},"gateway":"10.0.0.{{i * i}}","mtu":{{1500 + (i * i)}},"name":"eth{{i * i % 3}}","up":{{(i % 2 == 0 ? "true" : "false")}} } } }""")) + "]";
        string text = Lossless(rows);
        Assert.Contains("details.networkInterface.", text, StringComparison.Ordinal);
        Assert.InRange(Occurrences(text, "networkInterface"), 1, 2);
        AssertSame(rows, text);
    }

    [Fact]
    public void A_record_that_the_question_names_is_there_word_for_word()
    {
        string rows = "{\"data\":[" + string.Join(",", Enumerable.Range(0, 300).Select(i =>
            $$"""{"arn":"arn:aws:ec2:eu-1:123:instance/i-{{i * 7919:x8}}","state":"running","owner":{"team":"team-{{i % 7}}","mail":"team-{{i % 7}}@example.com"},"tags":["a{{i % 3}}","b{{i % 5}}"]}""")) + "]}";
        string id = $"i-{217 * 7919:x8}";
        BlockOutcome outcome = Compress(rows, $"Who owns instance/{id}?");
        string text = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Contains("--- text 1: $.data[217], which the question names, in full\n", text, StringComparison.Ordinal);
        Assert.Contains($$"""{"arn":"arn:aws:ec2:eu-1:123:instance/{{id}}","state":"running","owner":{"team":"team-0","mail":"team-0@example.com"},"tags":["a1","b2"]}""", text, StringComparison.Ordinal);
        Assert.Contains(id, outcome.UsedAnchors.ToString(), StringComparison.Ordinal);
        Assert.Equal(outcome.Output, new BlockCompressor(CompressionProfiles.Balanced)
            .Compress(Encoding.UTF8.GetBytes(rows), new BlockContext(null, outcome.UsedAnchors, Hash)).Output);
    }

    [Fact]
    public void A_question_that_repeats_the_command_shows_no_more_of_what_it_printed()
    {
        string printed = string.Join("\n", Enumerable.Range(0, 200).Select(i => $"{i * 7919 % 1000} is what row {i} of the list says on a quiet day"));
        string result = $$"""[{"query":"cat mid.json","result":{{JsonTree.Quote(printed)}},"success":true}]""";
        BlockOutcome outcome = Compress(result, "Run cat mid.json and tell me what is in it.");
        Assert.True(outcome.TokensAfter * 2 < outcome.TokensBefore, $"{outcome.TokensBefore} to {outcome.TokensAfter}");
    }

    [Fact]
    public void States_are_written_out_so_that_they_can_be_searched()
    {
        string[] states = ["JOB_STATE_RUNNING", "JOB_STATE_FAILED", "JOB_STATE_SUCCEEDED"];
        string rows = "[" + string.Join(",", Enumerable.Range(0, 24).Select(i => $$"""{"id":{{i * i}},"state":"{{states[i * i % 3]}}","name":"job number {{i * 31 % 17}}"}""")) + "]";
        string text = Lossless(rows);
        Assert.All(states.Where(state => rows.Contains(state, StringComparison.Ordinal)), state => Assert.Contains(state, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_certificate_only_the_ends_are_shown_where_the_rest_can_be_fetched()
    {
        string certificate = Convert.ToBase64String([.. Enumerable.Range(0, 1500).Select(i => (byte)(i * i * 31 >> 3))]);
        string record = $$"""{"cluster":"c-1","auth":{"certificate":"{{certificate}}"},"status":"RUNNING"}""";
        string text = Encoding.UTF8.GetString(Compress(record, "").Output!);
        Assert.Contains($"\"{certificate[..40]}\"…{certificate.Length - 56}…\"{certificate[^16..]}\"", text, StringComparison.Ordinal);
    }

    private static BlockOutcome Compress(string json, string question) =>
        new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.FromQuestion(question), Hash));

    private static string Lossless(string json)
    {
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Conservative).Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, Hash));
        Assert.True(outcome.IsLossless);
        return Encoding.UTF8.GetString(outcome.Output!);
    }

    private static void AssertSame(string json, string text) =>
        Assert.Equal(JsonTree.ReadAll(Encoding.UTF8.GetBytes(json))[0].ToString(), TableDecoder.Decode(text)[0].ToString());

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
