using Headroom.Context.Ports;
using Headroom.Testing.Faults;
using Headroom.Testing.Memory;
using static Headroom.Contracts.Given;

namespace Headroom.Testing.Tests;

public sealed class FaultyStoreTests
{
    private readonly StoredContent _content = Content("original");
    private readonly FaultyContentStore _contents = new(new MemoryContentStore());
    private readonly FaultyLedgerStore _ledgers = new(new MemoryLedgerStore());

    [Fact]
    public async Task The_next_calls_fail_and_the_one_after_works()
    {
        _contents.Writes.Next(2);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _contents.PutAsync(Acme, [_content], None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _contents.PutAsync(Acme, [_content], None));
        Assert.IsType<ContentLookup.Unknown>(await _contents.GetAsync(new(Acme, _content.Hash), None));
        await _contents.PutAsync(Acme, [_content], None);
        Assert.IsType<ContentLookup.Found>(await _contents.GetAsync(new(Acme, _content.Hash), None));
    }

    [Fact]
    public async Task A_lost_answer_means_that_the_work_was_done()
    {
        _ledgers.Writes.Always = Fault.LoseAnswer;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _ledgers.AppendAsync(Session, [Entry("v", "1")], None));
        _ledgers.Writes.Always = Fault.None;
        Assert.Single(await _ledgers.ReadAsync(Session, None));
    }

    [Fact]
    public async Task A_time_out_lasts_until_the_callers_token_fires()
    {
        using CancellationTokenSource deadline = new();
        _contents.Reads.Next(1, Fault.TimeOut);
        Task<ContentLookup> read = _contents.GetAsync(new(Acme, _content.Hash), deadline.Token);
        await _contents.Reads.Hanging;
        Assert.False(read.IsCompleted);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }
}
