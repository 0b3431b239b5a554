using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Agents.Changes;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Tests;

/// <summary>A file that its user edited after we changed it: our part goes, the edits stay, and where that cannot be told, nothing is touched.</summary>
public sealed class EditsSinceTests : IDisposable
{
    private const string Owner = "mcp:test";
    private const string Server = """{"command":"headroom","args":["mcp","serve"]}""";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("{}", "{\n  \"theme\": \"dark\",")]
    [InlineData("{\n  \"mcpServers\": {}\n}\n", "{\n  \"theme\": \"dark\",")]
    [InlineData("{\n  \"mcpServers\": {\n    \"db\": {}\n  }\n}\n", "{\n  \"theme\": \"dark\",")]
    public void A_member_that_was_added_elsewhere_stays(string content, string opening)
    {
        string file = Install(content);
        string edited = File.ReadAllText(file);
        File.WriteAllText(file, opening + edited[1..]);
        Assert.Equal(UndoOutcome.Merged, Undo().Outcome);
        string left = File.ReadAllText(file);
        Assert.Contains("\"theme\": \"dark\"", left, StringComparison.Ordinal);
        Assert.DoesNotContain("headroom", left, StringComparison.Ordinal);
        using var _ = System.Text.Json.JsonDocument.Parse(left, new System.Text.Json.JsonDocumentOptions { AllowTrailingCommas = true });
    }

    [Theory]
    [InlineData("{\n  \"mcpServers\": {}\n}\n")]
    [InlineData("{\n  \"mcpServers\": {\n    \"db\": {}\n  }\n}\n")]
    public void A_neighbour_that_was_added_behind_ours_stays_and_the_file_stays_JSON(string content)
    {
        string file = Install(content);
        string edited = File.ReadAllText(file);
        int end = edited.IndexOf(Server, StringComparison.Ordinal) + Server.Length;
        File.WriteAllText(file, edited.Insert(end, ",\n    \"search\": {}"));
        Assert.Equal(UndoOutcome.Merged, Undo().Outcome);
        using var left = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file), new System.Text.Json.JsonDocumentOptions { AllowTrailingCommas = true });
        Assert.True(left.RootElement.GetProperty("mcpServers").TryGetProperty("search", out _));
        Assert.False(left.RootElement.GetProperty("mcpServers").TryGetProperty("headroom", out _));
    }

    [Fact]
    public void Lines_around_a_block_of_ours_stay()
    {
        string file = _scratch.File("config.toml", "model = \"a\"\n");
        _scratch.Journal.Apply(Owner, file, Scratch.Append("\n[mcp_servers.headroom]\ncommand = \"headroom\"\n"));
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"a\"", "\"b\"", StringComparison.Ordinal) + "\n[tui]\nx = 1\n");
        Assert.Equal(UndoOutcome.Merged, Undo().Outcome);
        Assert.Equal("model = \"b\"\n\n[tui]\nx = 1\n", File.ReadAllText(file));
    }

    [Fact]
    public void An_edit_inside_our_part_is_left_alone_and_the_file_from_before_is_named()
    {
        string file = Install("{\n  \"a\": 1\n}\n");
        string edited = File.ReadAllText(file).Replace("serve", "serve\",\"--verbose", StringComparison.Ordinal);
        File.WriteAllText(file, edited);
        UndoneChange undone = Undo();
        Assert.Equal(UndoOutcome.Kept, undone.Outcome);
        Assert.Equal(edited, File.ReadAllText(file));
        Assert.Equal("{\n  \"a\": 1\n}\n", File.ReadAllText(undone.Backup!));
        Assert.Single(_scratch.Journal.Open(Owner));
    }

    [Fact]
    public void A_file_that_was_removed_since_stays_removed()
    {
        string file = Install("{}");
        File.Delete(file);
        Assert.Equal(UndoOutcome.NothingLeft, Undo().Outcome);
        Assert.False(File.Exists(file));
        Assert.Empty(_scratch.Journal.Open());
    }

    /// <summary>Whatever a user writes before and behind, taking our block out gives exactly that.</summary>
    [Fact]
    public void Any_text_around_a_block_survives() => Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>((before, above, below) =>
    {
        const string block = "\n# >>> headroom\ncommand = 1\n# <<< headroom\n";
        byte[] old = Encoding.UTF8.GetBytes(before.Get), changed = [.. old, .. Encoding.UTF8.GetBytes(block)];
        byte[] now = [.. Encoding.UTF8.GetBytes(above.Get), .. changed, .. Encoding.UTF8.GetBytes(below.Get)];
        byte[]? taken = ChangeReversal.TakeOut(old, changed, now);
        return taken is not null && taken.AsSpan().SequenceEqual([.. Encoding.UTF8.GetBytes(above.Get), .. old, .. Encoding.UTF8.GetBytes(below.Get)]);
    }).QuickCheckThrowOnFailure();

    private string Install(string content)
    {
        string file = _scratch.File("mcp.json", content);
        _scratch.Journal.Apply(Owner, file, before => JsonConfig.Set(before, ["mcpServers", "headroom"], Server));
        return file;
    }

    private UndoneChange Undo() => Assert.Single(_scratch.Journal.UndoAll(Owner));
}
