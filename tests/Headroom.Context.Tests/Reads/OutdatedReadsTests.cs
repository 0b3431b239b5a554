using System.Text;
using System.Text.Json;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Context.Tests.Fakes;
using Headroom.Context.Tests.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Reads;

public sealed class OutdatedReadsTests
{
    private const string Path = """{"file_path":"src/a.py"}""";
    private const string Done = "The file src/a.py has been updated.";

    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_read_of_a_file_that_was_edited_later_is_left_out_and_can_be_fetched(WireProtocol protocol)
    {
        (List<string> results, MemoryContentStore store) = await CompressedAsync(
            protocol, new ToolCall("Read", Path, File("old")), new ToolCall("Edit", Path, Done), new ToolCall("Read", Path, File("new")));
        Assert.StartsWith("[Outdated read of src/a.py: edited later in this conversation. 60 lines left out. Full content: headroom_retrieve hash=", results[0], StringComparison.Ordinal);
        Assert.Equal(File("new"), results[2]);
        int at = 0;
        Assert.True(Marker.TryReadNext(Encoding.UTF8.GetBytes(results[0]), ref at, out MarkerHash handle));
        StoredContent original = Assert.Single(store.All, content => content.Marker.Equals(handle));
        Assert.Equal(File("old"), Encoding.UTF8.GetString(original.Bytes.Span));
    }

    [Theory]
    [InlineData("Edit", """{"file_path":"src/b.py"}""", Done)]
    [InlineData("Edit", Path, "Error: old_string was not found in src/a.py")]
    [InlineData("str_replace_editor", """{"command":"view","path":"src/a.py"}""", "too short to say more")]
    [InlineData("Bash", """{"command":"sed -i s/a/b/ src/a.py"}""", "")]
    [InlineData("Edit", "{", Done)]
    public async Task A_read_stays_where_nothing_shows_that_its_file_has_changed(string tool, string input, string result)
    {
        (List<string> results, _) = await CompressedAsync(WireProtocol.ChatCompletions, new ToolCall("Read", Path, File("old")), new ToolCall(tool, input, result));
        Assert.Equal(File("old"), results[0]);
    }

    [Fact]
    public async Task A_file_that_was_read_again_in_whole_with_another_result_is_shown_once()
    {
        (List<string> results, _) = await CompressedAsync(
            WireProtocol.AnthropicMessages, new ToolCall("Read", Path, File("old")), new ToolCall("Bash", "{}", "make: done"), new ToolCall("Read", Path, File("new")));
        Assert.StartsWith("[Outdated read of src/a.py: read again later", results[0], StringComparison.Ordinal);
        Assert.Equal(File("new"), results[2]);
    }

    [Fact]
    public async Task A_part_that_was_read_later_outdates_no_whole()
    {
        (List<string> results, _) = await CompressedAsync(
            WireProtocol.AnthropicMessages, new ToolCall("Read", Path, File("old")), new ToolCall("Read", """{"file_path":"src/a.py","offset":5}""", File("part")));
        Assert.Equal(File("old"), results[0]);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_read_that_went_upstream_stays_as_it_went_whatever_is_edited_later(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Fix the rounding.").Calls(new ToolCall("Read", Path, File("old")));
        Sent first = await node.SendAsync(talk);
        Assert.Equal(talk.Messages, first.Messages);
        Sent second = await node.SendAsync(talk.Calls(new ToolCall("Edit", Path, Done)).Calls(new ToolCall("Read", Path, File("new"))));
        first.AssertIsPrefixOf(second);
    }

    [Fact]
    public async Task A_read_and_an_edit_that_answer_one_turn_replay_the_same_bytes_even_where_the_stored_ones_are_gone()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Fix the rounding.");
        await node.SendAsync(talk);
        Sent sent = await node.SendAsync(talk.Calls(new ToolCall("Read", Path, File("old")), new ToolCall("Edit", Path, Done)));
        Assert.Contains("Outdated read of src/a.py", sent.Messages[^1], StringComparison.Ordinal);
        node.Contents.All.Where(content => content.Description.Kind == "output").Select(content => content.Hash).ToList().ForEach(node.Contents.Forget);
        node.Restart();
        Sent again = await node.SendAsync(talk.Calls(new ToolCall("Read", Path, File("old"))));
        sent.AssertIsPrefixOf(again);
        Assert.Equal(0, node.Counters.PrefixChanged);

        // The same text in another place is no outdated read there.
        Assert.DoesNotContain("Outdated", again.Messages[^1], StringComparison.Ordinal);
    }

    private static async Task<(List<string> Results, MemoryContentStore Store)> CompressedAsync(WireProtocol protocol, params ToolCall[] calls)
    {
        AgentTalk talk = new AgentTalk(protocol).Says("Fix the rounding.");
        foreach (ToolCall call in calls)
        {
            talk.Calls(call);
        }

        var store = new MemoryContentStore();
        var compression = new MessageCompression(store, new TenantSecrets(new MemoryRecordStore()), new ProfileSelection(CompressionProfiles.Balanced));
        CompressedMessages? compressed = await compression.CompressAsync(TenantId.Local, talk.Body, new MessageOptions(), default);
        using JsonDocument messages = JsonDocument.Parse(compressed!.Messages);
        List<string> results = [];
        foreach (JsonElement message in messages.RootElement.EnumerateArray())
        {
            JsonElement content = message.GetProperty("content");
            if (message.GetProperty("role").GetString() == "tool")
            {
                results.Add(content.GetString()!);
            }
            else if (content.ValueKind == JsonValueKind.Array)
            {
                results.AddRange(content.EnumerateArray().Where(part => part.GetProperty("type").GetString() == "tool_result").Select(part => part.GetProperty("content").GetString()!));
            }
        }

        return (results, store);
    }

    private static string File(string version) =>
        string.Join('\n', Enumerable.Range(0, 60).Select(i => $"value_{i} = compute({version}_{i * 7919 % 1000}, {i})"));
}
