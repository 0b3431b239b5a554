using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Context.Local;

namespace Headroom.Tests;

public sealed class ProcessContentStoreTests : ContentStoreContract
{
    private IContentStore? _store;

    protected override IContentStore Store => _store ??= new ProcessContentStore(Retention, Clock);
}

public sealed class ProcessRecordStoreTests : RecordStoreContract
{
    protected override IRecordStore Store { get; } = new ProcessRecordStore();
}
