using Headroom.Agents.Changes;
using Headroom.Agents.Configs;

namespace Headroom.Agents.Tests;

/// <summary>Files of others are changed so that they can be given back.</summary>
public sealed class ChangingFilesTests : IDisposable
{
    private const string Owner = "wrap:test";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("no newline at the end")]
    [InlineData("\uFEFF{\r\n  \"a\": 1 // comment\r\n}\r\n")]
    public void A_change_is_undone_byte_for_byte(string content)
    {
        string file = _scratch.File("config", content);
        byte[] before = File.ReadAllBytes(file);
        Assert.True(_scratch.Journal.Apply(Owner, file, Scratch.Append("ours")));
        Assert.EndsWith("ours", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal([new UndoneChange(file, UndoOutcome.Restored, null)], _scratch.Journal.UndoAll(Owner));
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Empty(_scratch.Journal.Open());
        Assert.Equal(["lock"], Directory.EnumerateFiles(_scratch.Changes).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_was_not_there_is_gone_afterwards_with_the_directories_made_for_it()
    {
        _scratch.File("kept/other", "x");
        IReadOnlyDictionary<string, string> before = _scratch.Tree();
        _scratch.Journal.Apply(Owner, Path.Combine(_scratch.Home, "kept", "a", "b", "config"), Scratch.Append("ours"));
        _scratch.Journal.UndoAll(Owner);
        Assert.Equal(before, _scratch.Tree());
    }

    [Fact]
    public void A_directory_that_others_use_by_now_stays()
    {
        string file = Path.Combine(_scratch.Home, "a", "config");
        _scratch.Journal.Apply(Owner, file, Scratch.Append("ours"));
        _scratch.File("a/theirs", "x");
        _scratch.Journal.UndoAll(Owner);
        Assert.False(File.Exists(file));
        Assert.Equal("x", _scratch.Tree()[Path.Combine("a", "theirs")]);
    }

    [Fact]
    public void Permissions_stay_and_a_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string file = _scratch.File("real", "mine\n"), link = Path.Combine(_scratch.Home, "link");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(link, file);
        _scratch.Journal.Apply(Owner, link, Scratch.Append("ours\n"));
        Assert.Equal("mine\nours\n", File.ReadAllText(file));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        _scratch.Journal.UndoAll(Owner);
        Assert.Equal("mine\n", File.ReadAllText(link));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Changing_again_starts_from_what_the_file_was()
    {
        string file = _scratch.File("config", "mine\n");
        _scratch.Journal.Apply(Owner, file, Scratch.Append("one\n"));
        _scratch.Journal.Apply(Owner, file, Scratch.Append("two\n"));
        Assert.Equal("mine\ntwo\n", File.ReadAllText(file));
        _scratch.Journal.UndoAll(Owner);
        Assert.Equal("mine\n", File.ReadAllText(file));
    }

    [Fact]
    public void Two_owners_of_one_file_are_undone_in_either_order()
    {
        foreach (bool isFirstFirst in (bool[])[true, false])
        {
            string file = _scratch.File("config", "{\n  \"a\": 1\n}\n");
            _scratch.Journal.Apply("one", file, before => JsonConfig.Set(before, ["first"], "1"));
            _scratch.Journal.Apply("two", file, before => JsonConfig.Set(before, ["second"], "2"));
            _scratch.Journal.UndoAll(isFirstFirst ? "one" : "two");
            _scratch.Journal.UndoAll(isFirstFirst ? "two" : "one");
            Assert.Equal("{\n  \"a\": 1\n}\n", File.ReadAllText(file));
        }
    }

    [Fact]
    public void A_change_that_changes_nothing_is_none()
    {
        string file = _scratch.File("config", "mine\n");
        Assert.False(_scratch.Journal.Apply(Owner, file, before => before));
        Assert.Empty(_scratch.Journal.Open());
    }

    [Fact]
    public void An_edit_that_fails_leaves_everything_as_it_was()
    {
        string file = _scratch.File("config", "no JSON");
        Assert.Throws<InvalidDataException>(() => _scratch.Journal.Apply(Owner, file, before => JsonConfig.Set(before, ["a"], "1")));
        Assert.Equal("no JSON", File.ReadAllText(file));
        Assert.Empty(_scratch.Journal.Open());
    }

    /// <summary>A power cut after any step, in a change and in its undoing: the next undoing gives the file back.</summary>
    [Theory]
    [InlineData(ChangeStep.Kept, true)]
    [InlineData(ChangeStep.Journaled, true)]
    [InlineData(ChangeStep.Written, true)]
    [InlineData(ChangeStep.Undone, true)]
    [InlineData(ChangeStep.Closed, true)]
    [InlineData(ChangeStep.Journaled, false)]
    [InlineData(ChangeStep.Written, false)]
    [InlineData(ChangeStep.Undone, false)]
    public void After_a_crash_at_any_point_the_file_is_given_back(object step, bool existed)
    {
        string file = existed ? _scratch.File("deep/config", "mine\n") : Path.Combine(_scratch.Home, "deep", "config");
        IReadOnlyDictionary<string, string> before = _scratch.Tree();
        var crashing = new ChangeJournal(_scratch.Changes) { AfterStep = at => { if (at == (ChangeStep)step) throw new PowerCut(); } };
        Assert.Throws<PowerCut>(() =>
        {
            crashing.Apply(Owner, file, Scratch.Append("ours\n"));
            crashing.UndoAll(Owner);
        });
        _scratch.Journal.UndoAll(Owner);
        Assert.Equal(before, _scratch.Tree());
        Assert.Empty(_scratch.Journal.Open());

        // And the journal is good for the next change.
        _scratch.Journal.Apply(Owner, file, Scratch.Append("ours\n"));
        Assert.EndsWith("ours\n", File.ReadAllText(file), StringComparison.Ordinal);
        _scratch.Journal.UndoAll(Owner);
        Assert.Equal(before, _scratch.Tree());
    }

    [Fact]
    public void Two_processes_do_not_change_files_at_once()
    {
        string file = _scratch.File("config", "mine\n");
        var outer = new ChangeJournal(_scratch.Changes)
        {
            AfterStep = step =>
            {
                if (step == ChangeStep.Kept)
                {
                    Assert.Contains("Another headroom", Assert.Throws<IOException>(() => _scratch.Journal.Apply("other", file, Scratch.Append("theirs"))).Message, StringComparison.Ordinal);
                }
            },
        };
        outer.Apply(Owner, file, Scratch.Append("ours\n"));
        Assert.Equal("mine\nours\n", File.ReadAllText(file));
    }

    private sealed class PowerCut : Exception;
}
