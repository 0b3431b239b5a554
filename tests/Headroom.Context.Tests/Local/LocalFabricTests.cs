using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Contracts;
using Headroom.Testing.Faults;
using Headroom.Testing.Memory;
using Headroom.Testing.Time;

namespace Headroom.Context.Tests.Local;

public sealed class LocalFabricTests : ContextFabricContract, IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private LocalFabric _fabric;

    public LocalFabricTests() => _fabric = Open();

    protected override IContextFabric Fabric => _fabric;

    protected override FaultyLedgerStore Ledger { get; } = new(new MemoryLedgerStore());

    protected override IRecordStore Records { get; } = new MemoryRecordStore();

    protected override Task ForgetAsync(SessionKey key) => ReopenAsync();

    protected override Task ForgetAsync(ChunkKey key) => ReopenAsync();

    private async Task ReopenAsync()
    {
        await _fabric.DisposeAsync();
        _fabric = Open();
    }

    public ValueTask DisposeAsync() => _fabric.DisposeAsync();

    [Fact]
    public async Task A_session_that_is_reopened_knows_what_another_process_has_written()
    {
        await using LocalFabric other = Open();
        await PlanAsync("u1");
        await other.Session(Key).CommitAsync(Receipt("u1 a1 r1", Compressed("theirs")), default);
        Assert.Equal(0, (await PlanAsync("u1 a1 r1")).KnownMessages);
        _fabric.Reopen(Key);
        Assert.Equal(Compressed("theirs"), (await PlanAsync("u1 a1 r1")).Verdicts[Hash("u1 a1 r1")]);
    }

    [Fact]
    public async Task A_session_that_owes_the_ledger_something_stays_when_it_is_reopened()
    {
        await PlanAsync("u1");
        (Ledger.Writes.Always, Ledger.Reads.Always) = (Fault.Fail, Fault.Fail);
        await Session.CommitAsync(Receipt("u1 a1 r1", Compressed("x")), default);
        TurnPlan plan = await _fabric.Reopen(Key).PlanAsync(new TurnQuery(Receipt("u1 a1 r1", Verdict.Raw).Nodes, [false, true, false], []), default);
        Assert.Equal(Verdict.Raw, plan.Verdicts[Hash("u1 a1 r1")]);
    }

    private LocalFabric Open() => new(Ledger, Records, new RetentionOptions(), new LocalFabricOptions { Tenants = Configured }, _time);
}
