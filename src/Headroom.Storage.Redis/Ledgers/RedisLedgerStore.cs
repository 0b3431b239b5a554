using System.Buffers.Binary;
using System.Globalization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Redis.Connection;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Ledgers;

/// <summary>
/// Ledgers of sessions, each one hash: <c>renewed</c> is the instant of the last renewal, and each field <c>e:…</c> an entry, its
/// place in the order of writing (4 bytes, big-endian) before its value. Nothing is ever removed from a ledger, so that the
/// number of its fields is the next place.
/// </summary>
internal sealed class RedisLedgerStore(RedisConnection connection, Retention retention) : ILedgerStore
{
    private const string Renewed = "renewed";
    private const string EntryPrefix = "e:";
    private const int PlaceSize = 4;
    private const long ClockSlack = 3_600_000;

    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(SessionKey session, CancellationToken cancellationToken)
    {
        HashEntry[] fields = await connection.ReadAsync(
            "read a ledger", database => database.HashGetAllAsync(TenantKeys.Ledger(session), CommandFlags.DemandMaster),
            cancellationToken).ConfigureAwait(false);
        List<(uint Place, LedgerEntry Entry)> entries = new(fields.Length);
        long renewed = 0;
        foreach (HashEntry field in fields)
        {
            string name = field.Name.ToString();
            if (name == Renewed)
                renewed = (long)field.Value;
            else
                entries.Add(Decode(name[EntryPrefix.Length..], field.Value));
        }
        if (renewed <= retention.ExpiredAt(retention.Now))
            return [];
        entries.Sort((left, right) => left.Place.CompareTo(right.Place));
        return [.. entries.Select(entry => entry.Entry)];
    }

    public async Task<IReadOnlyList<LedgerEntry>> AppendAsync(
        SessionKey session, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        LedgerEntry[] owned = [.. entries.Select(Own)];
        RedisResult earlier = await connection.WriteAsync(
            "add to a ledger", LedgerScripts.Append, [TenantKeys.Ledger(session)],
            [.. Instants(), .. owned.SelectMany(entry => new RedisValue[] { EntryPrefix + entry.Field, entry.Value })],
            cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < owned.Length; index++)
        {
            if (!earlier[index].IsNull)
                owned[index] = Decode(owned[index].Field, (RedisValue)earlier[index]).Entry;
        }
        return owned;
    }

    public async Task<LedgerEntry> SupersedeAsync(
        SessionKey session, LedgerEntry expected, LedgerEntry replacement, CancellationToken cancellationToken)
    {
        if (expected.Field != replacement.Field)
            throw new ArgumentException($"{replacement.Field} cannot supersede {expected.Field}.", nameof(replacement));
        RedisResult standing = await connection.WriteAsync(
            "supersede an entry", LedgerScripts.Supersede, [TenantKeys.Ledger(session)],
            [.. Instants(), EntryPrefix + expected.Field, Own(expected).Value, Own(replacement).Value],
            cancellationToken).ConfigureAwait(false);
        return Decode(expected.Field, (RedisValue)standing).Entry;
    }

    public Task RenewAsync(SessionKey session, CancellationToken cancellationToken) =>
        connection.WriteAsync("renew a ledger", LedgerScripts.Renew, [TenantKeys.Ledger(session)], Instants(), cancellationToken);

    private RedisValue[] Instants()
    {
        long now = retention.Now;
        return
        [
            Text(now), Text(retention.StaleBefore(now)), Text(retention.ExpiredAt(now)), Text(retention.TimeToLive + ClockSlack),
        ];
    }

    private static (uint Place, LedgerEntry Entry) Decode(string field, RedisValue stored)
    {
        ReadOnlyMemory<byte> bytes = (ReadOnlyMemory<byte>)stored;
        return (BinaryPrimitives.ReadUInt32BigEndian(bytes.Span), new LedgerEntry(field, bytes[PlaceSize..]));
    }

    /// <summary>The caller's buffer may be reused after a deadline, while the driver still holds it.</summary>
    private static LedgerEntry Own(LedgerEntry entry) => entry with { Value = entry.Value.ToArray() };

    private static RedisValue Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
