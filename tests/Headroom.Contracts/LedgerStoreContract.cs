using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Time;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every ledger store promises.</summary>
public abstract class LedgerStoreContract
{
    protected ManualTimeProvider Clock { get; } = new();

    protected RetentionOptions Retention { get; } = new();

    protected abstract ILedgerStore Store { get; }

    [Fact]
    public async Task Entries_are_read_back_in_the_order_they_were_added()
    {
        await Store.AppendAsync(Session, [Entry("b", "1"), Entry("a", "2")], None);
        await Store.AppendAsync(Session, [Entry("c", "3")], None);
        IReadOnlyList<LedgerEntry> entries = await Store.ReadAsync(Session, None);
        Assert.Equal(["b=1", "a=2", "c=3"], entries.Select(entry => $"{entry.Field}={entry.Text()}"));
    }

    [Fact]
    public async Task The_first_writer_of_a_field_wins_and_the_second_learns_what_stands()
    {
        await Store.AppendAsync(Session, [Entry("v:1", "raw")], None);
        IReadOnlyList<LedgerEntry> standing = await Store.AppendAsync(Session, [Entry("v:2", "new"), Entry("v:1", "compressed")], None);
        Assert.Equal(["new", "raw"], standing.Select(entry => entry.Text()));
        Assert.Equal(2, (await Store.ReadAsync(Session, None)).Count);
    }

    [Fact]
    public async Task Racing_writers_agree_on_one_winner()
    {
        LedgerEntry[] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
            (await Store.AppendAsync(Session, [Entry("v", $"writer {writer}")], None))[0])));
        LedgerEntry standing = Assert.Single(await Store.ReadAsync(Session, None));
        Assert.All(answers, answer => Assert.Equal(standing.Text(), answer.Text()));
    }

    [Fact]
    public async Task An_entry_is_superseded_only_while_it_has_the_expected_value()
    {
        await Store.AppendAsync(Session, [Entry("v", "compressed")], None);
        Assert.Equal("raw", (await Store.SupersedeAsync(Session, Entry("v", "compressed"), Entry("v", "raw"), None)).Text());
        Assert.Equal("raw", (await Store.SupersedeAsync(Session, Entry("v", "compressed"), Entry("v", "other"), None)).Text());
        Assert.Equal("raw", Assert.Single(await Store.ReadAsync(Session, None)).Text());
    }

    [Fact]
    public async Task Superseding_a_field_that_is_not_there_adds_it()
    {
        Assert.Equal("raw", (await Store.SupersedeAsync(Session, Entry("v", "compressed"), Entry("v", "raw"), None)).Text());
        Assert.Equal("raw", Assert.Single(await Store.ReadAsync(Session, None)).Text());
    }

    [Fact]
    public async Task One_field_cannot_supersede_another() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SupersedeAsync(Session, Entry("a", "1"), Entry("b", "1"), None));

    [Fact]
    public async Task Nothing_crosses_a_tenant_or_a_session()
    {
        await Store.AppendAsync(Session, [Entry("v", "1")], None);
        Assert.Empty(await Store.ReadAsync(Session with { Tenant = Other }, None));
        Assert.Empty(await Store.ReadAsync(Session with { Id = ContentHash.Of("other"u8).ToString() }, None));
    }

    [Fact]
    public async Task An_expired_session_is_empty_and_begins_anew()
    {
        await Store.AppendAsync(Session, [Entry("v", "old")], None);
        Clock.Advance(Retention.TimeToLive);
        Assert.Empty(await Store.ReadAsync(Session, None));
        await Store.RenewAsync(Session, None);
        Assert.Empty(await Store.ReadAsync(Session, None));
        Assert.Equal("new", Assert.Single(await Store.AppendAsync(Session, [Entry("v", "new")], None)).Text());
        Assert.Equal("new", Assert.Single(await Store.ReadAsync(Session, None)).Text());
    }

    [Fact]
    public async Task Renewals_and_appends_keep_a_session_alive()
    {
        await Store.AppendAsync(Session, [Entry("v", "1")], None);
        for (int half = 0; half < 4; half++)
        {
            Clock.Advance(Retention.TimeToLive / 2);
            if (half % 2 == 0)
                await Store.RenewAsync(Session, None);
            else
                await Store.AppendAsync(Session, [], None);
        }
        Assert.Equal("1", Assert.Single(await Store.ReadAsync(Session, None)).Text());
    }
}
