using System.Reflection;
using System.Security.Cryptography;
using Headroom.Grains.Chunks;
using Headroom.Grains.Content;
using Headroom.Grains.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Headroom.Grains.Abstractions.Tests;

public sealed class WireRecordTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly HashRecord Hash = HashRecord.Read(SHA256.HashData("content"u8));

    private static readonly VerdictRecord Verdict = new(Hash, "p1", "a b", true, 100, 10, "json,sample");

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_receipt_arrives_as_it_was_sent()
    {
        NodeRecord node = NodeRecord.Of(UInt128.MaxValue - 5);
        ReceiptRecord sent = new(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), node, [node, default], [new(node, Hash, Verdict)]);
        ReceiptRecord arrived = Send(sent);
        Assert.Equal((sent.Id, sent.From), (arrived.Id, arrived.From));
        Assert.Equal(sent.Nodes.AsEnumerable(), arrived.Nodes.AsEnumerable());
        Assert.Equal(sent.Verdicts.AsEnumerable(), arrived.Verdicts.AsEnumerable());
        Assert.Equal(UInt128.MaxValue - 5, arrived.From.ToUInt128());
    }

    [Fact]
    public void A_plan_arrives_with_the_bytes_of_its_insertions()
    {
        InsertionRecord insertion = new("call:1:0", ["seen", null], "{}"u8.ToArray(), [new("{\"a\":1}"u8.ToArray(), null, default)]);
        PlanReply arrived = Send(new PlanReply(PlanOutcome.Planned, 3, 2, [new(Hash, Verdict)], [new("call:1:9", insertion)], true));
        Assert.Equal((3, 2, true), (arrived.KnownMessages, arrived.LiveFrom, arrived.RenewalIsDue));
        Assert.Equal(new KnownVerdict(Hash, Verdict), Assert.Single(arrived.Verdicts));
        FoundInsertion found = Assert.Single(arrived.Insertions);
        Assert.Equal("call:1:9", found.Anchor);
        Assert.Equal(["seen", null], found.Insertion.Visible.AsEnumerable());
        Assert.Equal("{}"u8, found.Insertion.Preceding.Span);
        Assert.Equal("{\"a\":1}"u8, Assert.Single(found.Insertion.Calls).Block.Span);
    }

    [Fact]
    public void A_note_arrives_with_the_form_that_it_is_about_or_without()
    {
        VariantKeyRecord key = new("balanced/1", "a b", true, true, false);
        ChunkNoteRecord sent = new(Guid.Parse("0c7d9a4e-2d0f-4a57-9c0e-1f3b5a7d9e01"), "ann", 5_000_000, "log", key, new(Hash, "Log", 100, 10, "log:templates", 200, 14));
        Assert.Equal(sent, Send(sent));
        Assert.Equal(sent with { BroughtBy = null, Variant = null }, Send(sent with { BroughtBy = null, Variant = null }));
        Assert.Null(Send(sent.Variant! with { Output = null }).Output);
        Assert.Equal(new VariantQuery(key, TimeSpan.FromMilliseconds(200)), Send(new VariantQuery(key, TimeSpan.FromMilliseconds(200))));
    }

    [Fact]
    public void A_hash_keeps_its_32_bytes()
    {
        byte[] bytes = new byte[HashRecord.Size];
        Send(Hash).CopyTo(bytes);
        Assert.Equal(SHA256.HashData("content"u8), bytes);
    }

    [Fact]
    public void Every_record_has_a_versioned_alias_of_its_own()
    {
        Type[] types = [.. typeof(PlanQuery).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null || (type.IsInterface && type.IsAssignableTo(typeof(IGrain))))];
        string[] aliases = [.. types.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? $"none: {type}")];
        Assert.All(aliases, alias => Assert.Matches(@"^headroom\.[a-z.-]+\.v\d+$", alias));
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Fact]
    public void The_bytes_of_every_record_are_those_that_earlier_versions_write()
    {
        Serializer serializer = _services.GetRequiredService<Serializer>();
        IEnumerable<string> written = GoldenRecords.All.Select(record => $"{record.Name} {Convert.ToHexStringLower(record.Write(serializer))}");
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, GoldenRecords.FileName));
        Assert.Equal(golden.ReplaceLineEndings("\n").TrimEnd().Split('\n'), written);
    }

    [Fact]
    public void Every_record_that_travels_has_its_bytes_written_down()
    {
        IEnumerable<string> records = typeof(PlanQuery).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && !type.IsEnum).Select(type => type.Name);
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, GoldenRecords.FileName));
        Assert.Equal([], records.Except(GoldenRecords.Covered));
        Assert.Equal(GoldenRecords.All.Count, golden.TrimEnd().Split('\n').Length);
    }

    private T Send<T>(T value) where T : notnull
    {
        Serializer serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }
}
