using Headroom.Context.Keys;
using Headroom.Context.Ports;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every record store promises.</summary>
public abstract class RecordStoreContract
{
    private static readonly RecordKey Key = new(Acme, "agent", "claude");

    protected abstract IRecordStore Store { get; }

    [Fact]
    public async Task A_record_is_absent_until_it_is_created()
    {
        Assert.Null(await Store.GetAsync(Key, None));
        StoredRecord created = await Store.CreateAsync(Key, "one"u8.ToArray(), None);
        StoredRecord? read = await Store.GetAsync(Key, None);
        Assert.Equal(("one", created.ETag), (read!.Text(), read!.ETag));
    }

    [Fact]
    public async Task The_first_creator_wins_and_the_second_learns_what_stands()
    {
        StoredRecord first = await Store.CreateAsync(Key, "one"u8.ToArray(), None);
        StoredRecord second = await Store.CreateAsync(Key, "two"u8.ToArray(), None);
        Assert.Equal(("one", first.ETag), (second.Text(), second.ETag));
    }

    [Fact]
    public async Task An_update_needs_the_version_that_stands()
    {
        StoredRecord first = await Store.CreateAsync(Key, "one"u8.ToArray(), None);
        StoredRecord? second = await Store.UpdateAsync(Key, "two"u8.ToArray(), first.ETag, None);
        Assert.NotNull(second);
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Null(await Store.UpdateAsync(Key, "three"u8.ToArray(), first.ETag, None));
        Assert.Null(await Store.UpdateAsync(Key, "three"u8.ToArray(), "no version", None));
        Assert.Equal("two", (await Store.GetAsync(Key, None))!.Text());
    }

    [Fact]
    public async Task An_absent_record_cannot_be_updated()
    {
        Assert.Null(await Store.UpdateAsync(Key, "one"u8.ToArray(), "1", None));
        Assert.Null(await Store.GetAsync(Key, None));
    }

    [Fact]
    public async Task Of_racing_updates_exactly_one_succeeds()
    {
        StoredRecord first = await Store.CreateAsync(Key, "one"u8.ToArray(), None);
        StoredRecord?[] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(() =>
            Store.UpdateAsync(Key, new[] { (byte)writer }, first.ETag, None))));
        Assert.Single(answers, answer => answer is not null);
    }

    [Fact]
    public async Task Tenants_kinds_and_names_are_apart()
    {
        await Store.CreateAsync(Key, "one"u8.ToArray(), None);
        Assert.Null(await Store.GetAsync(Key with { Tenant = Other }, None));
        Assert.Null(await Store.GetAsync(Key with { Kind = "secret" }, None));
        Assert.Null(await Store.GetAsync(Key with { Name = "codex" }, None));
    }
}
