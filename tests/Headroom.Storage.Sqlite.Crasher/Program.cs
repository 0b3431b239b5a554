using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.Sqlite;

// Puts contents without end and names each on standard output once it is acknowledged, until somebody kills it.
await using SqliteStores stores = new(new SqliteStoreOptions { Directory = args[0] }, TimeProvider.System);
Lock console = new();
await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
{
    for (int number = 0; ; number++)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{writer}/{number}/{Guid.NewGuid()}");
        ContentHash hash = ContentHash.Of(bytes);
        await stores.Contents.PutAsync(
            TenantId.Local, [new StoredContent(hash, bytes, null, new ContentDescription("log", 1))], CancellationToken.None);
        lock (console)
            Console.WriteLine(hash);
    }
}));
