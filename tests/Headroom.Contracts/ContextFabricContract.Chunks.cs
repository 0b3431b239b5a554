using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Testing.Faults;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every fabric promises of contents that several sessions bring.</summary>
public abstract partial class ContextFabricContract
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(3);
    private static readonly VariantKey Base = new("balanced/1", "", true, true, false);
    private static readonly Variant Table = new(Hash("table"), "Json", 100, 10, "json:table,json:sample", 40, 7);

    private readonly ChunkKey _chunk = new(Acme, ContentHash.Of(Guid.NewGuid().ToByteArray()));

    [Fact]
    public async Task A_form_that_one_session_made_is_found_by_all_others()
    {
        Assert.Null(await FindAsync(Base));
        await Chunk.NoteAsync(Brought("ann", Base, Table), None);
        Assert.Equal(Table, await FindAsync(Base));
        await ForgetAsync(_chunk);
        Assert.Equal(Table, await FindAsync(Base));
    }

    [Fact]
    public async Task That_no_form_is_smaller_is_found_out_once()
    {
        Variant asItIs = new(null, "Text", 100, 100, "", 0, 0);
        Assert.Null(await FindAsync(Base));
        await Chunk.NoteAsync(new ChunkNote(Guid.NewGuid(), null, 1000, "text", Base, asItIs), None);
        await ForgetAsync(_chunk);
        Assert.Equal(asItIs, await FindAsync(Base));
        Assert.Null(await Chunk.OriginAsync(None));
    }

    [Fact]
    public async Task Another_profile_other_anchors_or_another_reader_have_forms_of_their_own()
    {
        Assert.Null(await FindAsync(Base));
        await Chunk.NoteAsync(Brought("ann", Base, Table), None);
        foreach (VariantKey other in (VariantKey[])[Base with { Profile = "balanced/2" }, Base with { Anchors = "disk" }, Base with { HasMarker = false }, Base with { IsFileRead = true }])
        {
            Assert.Null(await FindAsync(other));
        }

        Assert.Null(await Standing(await Fabric.Chunk(_chunk with { Tenant = Other }).AskAsync(Base, 100_000, Patient, None)));
    }

    [Fact]
    public async Task Those_who_ask_while_a_form_is_being_made_wait_for_it()
    {
        Assert.Null(await FindAsync(Base));
        Task<VariantAnswer>[] asked = [.. Enumerable.Range(0, 8).Select(_ => AskAsync())];
        await Chunk.NoteAsync(Brought("ann", Base, Table), None);
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(Table, answer.Standing));
    }

    [Fact]
    public async Task Where_the_maker_gives_up_another_makes_it()
    {
        Assert.Null(await FindAsync(Base));
        Task<VariantAnswer>[] asked = [AskAsync(), AskAsync()];
        await Chunk.NoteAsync(new ChunkNote(Guid.NewGuid(), null, 1000, "", Base, null), None);
        Task<VariantAnswer> next = await Task.WhenAny(asked);
        Assert.Null((await next).Standing);
        await Chunk.NoteAsync(Brought("ben", Base, Table), None);
        Assert.Equal(Table, (await asked.Single(ask => ask != next)).Standing);
    }

    [Fact]
    public async Task Whoever_has_waited_long_enough_makes_it()
    {
        Assert.Null(await FindAsync(Base));
        Assert.Null((await Chunk.AskAsync(Base, 100_000, TimeSpan.Zero, None)).Standing);
    }

    [Fact]
    public async Task Only_the_first_who_brings_a_content_brings_something_new()
    {
        ChunkNote first = Brought("ann", Base, Table), second = Brought("ben", Base, Table);
        Assert.True(await Chunk.NoteAsync(first, None));
        Assert.False(await Chunk.NoteAsync(second, None));
        Assert.True(await Chunk.NoteAsync(first, None));
        await ForgetAsync(_chunk);
        Assert.False(await Chunk.NoteAsync(Brought("cid", Base, Table), None));
        ChunkOrigin origin = (await Chunk.OriginAsync(None))!;
        Assert.Equal((1000, "json", 1), (origin.Length, origin.Kind, origin.Variants));
        Assert.Equal(["ann", "ben", "cid"], origin.BroughtBy.Order());
    }

    [Fact]
    public async Task A_content_that_a_whole_company_brings_names_some_of_them()
    {
        for (int person = 0; person < ChunkCore.MaxBringers + 10; person++)
        {
            await Chunk.NoteAsync(Brought($"person {person}", null, null), None);
        }

        Assert.Equal(ChunkCore.MaxBringers, (await Chunk.OriginAsync(None))!.BroughtBy.Count);
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_leaves_a_form_to_be_made_and_shared_in_memory()
    {
        (Ledger.Reads.Always, Ledger.Writes.Always) = (Fault.Fail, Fault.Fail);
        Assert.Null(await FindAsync(Base));
        Task<VariantAnswer> waiting = AskAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Chunk.NoteAsync(Brought("ann", Base, Table), None));
        Assert.Equal(Table, (await waiting).Standing);
        (Ledger.Reads.Always, Ledger.Writes.Always) = (Fault.None, Fault.None);
    }

    private IChunk Chunk => Fabric.Chunk(_chunk);

    private Task<VariantAnswer> AskAsync() => Chunk.AskAsync(Base, 100_000, Patient, None).AsTask();

    /// <summary>Asks as a turn does: where nothing stands, it is up to the asker.</summary>
    private async Task<Variant?> FindAsync(VariantKey key) => await Standing(await Chunk.AskAsync(key, 100_000, Patient, None));

    private static async Task<Variant?> Standing(VariantAnswer answer) => answer.Standing ?? (answer.Look is { } look ? await look(None) : null);

    private static ChunkNote Brought(string by, VariantKey? key, Variant? variant) => new(Guid.NewGuid(), by, 1000, "json", key, variant);
}
