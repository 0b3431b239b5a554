using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Testing.Memory;

namespace Headroom.Testing.Tests;

public sealed class MemoryContentStoreTests : ContentStoreContract
{
    private IContentStore? _store;

    protected override IContentStore Store => _store ??= new MemoryContentStore(Retention, Clock);
}

public sealed class MemoryLedgerStoreTests : LedgerStoreContract
{
    private ILedgerStore? _store;

    protected override ILedgerStore Store => _store ??= new MemoryLedgerStore(Retention, Clock);
}

public sealed class MemoryRecordStoreTests : RecordStoreContract
{
    protected override IRecordStore Store { get; } = new MemoryRecordStore();
}
