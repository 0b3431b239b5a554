namespace Headroom.Storage.Redis.Ledgers;

/// <summary>
/// What happens to a ledger in one step each. The key is the ledger; the first arguments are now, the instant of the oldest
/// renewal that is still fresh, that of the youngest which has expired, and the time to live.
/// </summary>
internal static class LedgerScripts
{
    /// <summary>The first write is one that a full server refuses: once a script has written, it is let go on.</summary>
    private const string Open =
        """
        local ledger = KEYS[1]
        local renewed = tonumber(redis.call('HGET', ledger, 'renewed') or '0')

        -- One that has expired starts empty: nobody could read its entries.
        local function open()
            if renewed > 0 and renewed <= tonumber(ARGV[3]) then redis.call('DEL', ledger) end
            if renewed < tonumber(ARGV[2]) then redis.call('HSET', ledger, 'renewed', ARGV[1]) end
            redis.call('PEXPIRE', ledger, ARGV[4])
        end

        local function add(field, value)
            return redis.call('HSETNX', ledger, field, struct.pack('>I4', redis.call('HLEN', ledger)) .. value) == 1
        end

        """;

    /// <summary>Further arguments: field and value of each entry. Answers for each what an earlier writer left, or nothing.</summary>
    public const string Append = Open +
        """
        open()
        local earlier = {}
        for i = 5, #ARGV, 2 do
            earlier[#earlier + 1] = not add(ARGV[i], ARGV[i + 1]) and redis.call('HGET', ledger, ARGV[i])
        end
        return earlier
        """;

    /// <summary>Further arguments: field, expected value, replacement. Answers what stands.</summary>
    public const string Supersede = Open +
        """
        open()
        local field, expected, replacement = ARGV[5], ARGV[6], ARGV[7]
        if not add(field, replacement) then
            local stored = redis.call('HGET', ledger, field)
            if string.sub(stored, 5) == expected then
                redis.call('HSET', ledger, field, string.sub(stored, 1, 4) .. replacement)
            end
        end
        return redis.call('HGET', ledger, field)
        """;

    /// <summary>One that has expired stays so.</summary>
    public const string Renew = Open +
        """
        if renewed > tonumber(ARGV[3]) then open() end
        return 1
        """;
}
