using System.Diagnostics;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Storage.Sqlite.Crasher;
using static Headroom.Contracts.Given;

namespace Headroom.Storage.Sqlite.Tests;

public sealed class DurabilityTests : IAsyncLifetime
{
    private readonly DataDirectory _data = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_after_the_store_is_opened_again()
    {
        StoredContent content = Content("original");
        RecordKey key = new(Acme, "secret", "1");
        await using (SqliteStores stores = _data.Open())
        {
            await stores.Contents.PutAsync(Acme, [content], None);
            await stores.Ledgers.AppendAsync(Session, [Entry("v", "1")], None);
            await stores.Records.CreateAsync(key, "secret"u8.ToArray(), None);
        }
        SqliteStores reopened = _data.Open();
        Assert.Equal("original", (await reopened.Contents.GetAsync(new(Acme, content.Hash), None)).Text());
        Assert.IsType<MarkerLookup.Found>(await reopened.Contents.ResolveAsync(Acme, content.Marker!.Value, None));
        Assert.Single(await reopened.Ledgers.ReadAsync(Session, None));
        Assert.Equal("secret", (await reopened.Records.GetAsync(key, None))!.Text());
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_its_writes_loses_none_that_was_acknowledged()
    {
        List<string> acknowledged = [];
        using Process crasher = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", typeof(CrasherAssembly).Assembly.Location, _data.Path },
            RedirectStandardOutput = true,
        })!;
        try
        {
            while (acknowledged.Count < 300)
                acknowledged.Add(await crasher.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child ended."));
        }
        finally
        {
            crasher.Kill();
        }
        while (await crasher.StandardOutput.ReadLineAsync() is { Length: ContentHash.Size * 2 } line)
            acknowledged.Add(line);
        await crasher.WaitForExitAsync();

        SqliteStores stores = _data.Open();
        foreach (string hash in acknowledged)
            Assert.IsType<ContentLookup.Found>(await stores.Contents.GetAsync(new(TenantId.Local, ContentHash.Parse(hash)), None));
    }

    [Fact]
    public async Task Two_stores_on_one_directory_agree_on_the_first_writer_and_lose_nothing()
    {
        SqliteStores one = _data.Open(), two = _data.Open();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(async () =>
        {
            SqliteStores mine = number % 2 == 0 ? one : two;
            await mine.Ledgers.AppendAsync(Session, [Entry($"{number}", "kept"), Entry("contended", $"{number}")], None);
        })));
        string[] fromOne = (await one.Ledgers.ReadAsync(Session, None)).Select(entry => $"{entry.Field}={entry.Text()}").ToArray();
        string[] fromTwo = (await two.Ledgers.ReadAsync(Session, None)).Select(entry => $"{entry.Field}={entry.Text()}").ToArray();
        Assert.Equal(65, fromOne.Length);
        Assert.Equal(fromOne, fromTwo);
    }

    [Fact]
    public async Task The_file_belongs_to_its_owner_alone()
    {
        await _data.Open().Contents.PutAsync(Acme, [Content("private")], None);
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode OthersMay = (UnixFileMode)0b000_111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_data.Path) & OthersMay);
        foreach (string file in Directory.GetFiles(_data.Path))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & OthersMay);
    }
}
