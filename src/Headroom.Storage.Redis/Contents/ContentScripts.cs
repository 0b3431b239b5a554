namespace Headroom.Storage.Redis.Contents;

/// <summary>
/// What happens to a tenant's contents in one step each. The first keys are always those of <see cref="ContentKeys.Shared"/>, in
/// that order, then the bodies of the contents that are named. The first arguments are always: now, the instant of the oldest
/// renewal that is still fresh, that of the youngest which has expired, the prefix of body keys, the time to live of a body and
/// that of the tenant's other keys. Instants are milliseconds since 1970. Bodies of evicted contents are reached through the
/// prefix, in the same slot.
/// </summary>
internal static class ContentScripts
{
    private const string Preamble =
        """
        local ages, gone, sizes, reads, sums, markers, marked = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
        local now, fresh, expired, prefix, ttl, span = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]

        -- A full server refuses here, before anything has changed: once a script has written, it is let go on.
        redis.call('HSETNX', sums, 'entries', 0)

        local function stands(hash, body)
            local score = redis.call('ZSCORE', ages, hash)
            return score and redis.call('STRLEN', body) > 0 and tonumber(score)
        end

        local function drop(hash)
            local length, stored = string.match(redis.call('HGET', sizes, hash) or '0:0', '(%d+):(%d+)')
            redis.call('UNLINK', prefix .. hash)
            redis.call('ZREM', ages, hash)
            redis.call('HDEL', sizes, hash)
            redis.call('HINCRBY', sums, 'entries', -1)
            redis.call('HINCRBY', sums, 'bytes', 0 - tonumber(length))
            redis.call('HINCRBY', sums, 'stored', 0 - tonumber(stored))
            redis.call('HINCRBY', sums, 'retrievals', 0 - tonumber(redis.call('HGET', reads, hash) or '0'))
            redis.call('HDEL', reads, hash)
            redis.call('ZADD', gone, now, hash)
        end

        local function sweep(limit)
            local old = redis.call('ZRANGEBYSCORE', ages, '-inf', ARGV[3], 'LIMIT', 0, limit)
            for _, hash in ipairs(old) do drop(hash) end
            return #old
        end

        local function keep()
            for i = 1, 7 do redis.call('PEXPIRE', KEYS[i], span) end
        end

        """;

    /// <summary>
    /// Further arguments: the instant of the youngest renewal that may be evicted, the quota, the instant of the oldest trace, the
    /// number of traces; then hash, marker, length and frame of each content, the frame empty where the content was seen to stand.
    /// Answers <c>ok</c> and the number of evictions, <c>full</c> and the bytes that are missing, or <c>send</c> where a content
    /// without a frame no longer stands.
    /// </summary>
    public const string Put = Preamble +
        """
        local first, quota = 11, tonumber(ARGV[8])
        sweep(64)

        local named, absent, needed = {}, {}, 0
        for i = first, #ARGV, 4 do
            local hash, body, frame = ARGV[i], KEYS[8 + (i - first) / 4], ARGV[i + 3]
            named[hash] = true
            local renewed = stands(hash, body)
            if not renewed then
                if frame == '' then return {'send', 0} end
                absent[#absent + 1] = i
                needed = needed + #frame
            elseif renewed < fresh then
                redis.call('ZADD', ages, now, hash)
                redis.call('PEXPIRE', body, ttl)
            end
        end

        local shortage = tonumber(redis.call('HGET', sums, 'stored') or '0') + needed - quota
        local victims, at = {}, 0
        while needed > 0 and shortage > 0 do
            local oldest = redis.call('ZRANGEBYSCORE', ages, '-inf', ARGV[7], 'LIMIT', at, 128)
            if #oldest == 0 then return {'full', shortage} end
            for _, hash in ipairs(oldest) do
                if shortage > 0 and not named[hash] then
                    victims[#victims + 1] = hash
                    shortage = shortage - tonumber(string.match(redis.call('HGET', sizes, hash) or '0:0', ':(%d+)'))
                end
            end
            at = at + #oldest
        end
        for _, hash in ipairs(victims) do drop(hash) end

        for _, i in ipairs(absent) do
            local hash, body, frame = ARGV[i], KEYS[8 + (i - first) / 4], ARGV[i + 3]
            if not stands(hash, body) then
                if redis.call('ZSCORE', ages, hash) then drop(hash) end
                redis.call('SET', body, frame, 'PX', ttl)
                redis.call('ZADD', ages, now, hash)
                redis.call('ZREM', gone, hash)
                redis.call('HSET', sizes, hash, ARGV[i + 2] .. ':' .. #frame)
                redis.call('HINCRBY', sums, 'entries', 1)
                redis.call('HINCRBY', sums, 'bytes', ARGV[i + 2])
                redis.call('HINCRBY', sums, 'stored', #frame)
            end
        end
        for i = first, #ARGV, 4 do
            local hash, marker = ARGV[i], ARGV[i + 1]
            if marker ~= '' and redis.call('HSETNX', markers, marker, hash) == 1 then
                redis.call('HSET', marked, hash, (redis.call('HGET', marked, hash) or '') .. marker)
            end
        end

        local function forget(traces)
            for _, hash in ipairs(traces) do
                for marker in string.gmatch(redis.call('HGET', marked, hash) or '', string.rep('%x', 24)) do
                    redis.call('HDEL', markers, marker)
                end
                redis.call('HDEL', marked, hash)
                redis.call('ZREM', gone, hash)
            end
        end
        forget(redis.call('ZRANGEBYSCORE', gone, '-inf', ARGV[9], 'LIMIT', 0, 64))
        local surplus = redis.call('ZCARD', gone) - tonumber(ARGV[10])
        if surplus > 0 then forget(redis.call('ZRANGE', gone, 0, math.min(surplus, 64) - 1)) end
        keep()
        return {'ok', #victims}
        """;

    /// <summary>Further arguments: hash after hash. Answers the positions, from 0, of those that are not stored or damaged.</summary>
    public const string Renew = Preamble +
        """
        local missing = {}
        for i = 7, #ARGV do
            local renewed = stands(ARGV[i], KEYS[i + 1])
            if not renewed or renewed <= expired then
                missing[#missing + 1] = i - 7
            elseif renewed < fresh then
                redis.call('ZADD', ages, now, ARGV[i])
                redis.call('PEXPIRE', KEYS[i + 1], ttl)
            end
        end
        keep()
        return missing
        """;

    /// <summary>One further argument: the hash. Answers how often it has been retrieved, 0 where it is not stored.</summary>
    public const string CountRetrieval = Preamble +
        """
        local renewed = stands(ARGV[7], KEYS[8])
        keep()
        if not renewed or renewed <= expired then return 0 end
        redis.call('HINCRBY', sums, 'retrievals', 1)
        return redis.call('HINCRBY', reads, ARGV[7], 1)
        """;

    /// <summary>Answers how many contents it found to have expired, at most 512, and then entries, bytes, stored bytes and retrievals.</summary>
    public const string Totals = Preamble +
        """
        local swept = sweep(512)
        keep()
        local answer = {swept}
        for i, total in ipairs(redis.call('HMGET', sums, 'entries', 'bytes', 'stored', 'retrievals')) do
            answer[i + 1] = tonumber(total or '0')
        end
        return answer
        """;

    /// <summary>One further argument: the hash. Empties a body whose bytes are not what their hash says, so that the next put replaces it.</summary>
    public const string MarkDamaged = Preamble +
        """
        if redis.call('EXISTS', KEYS[8]) == 1 then redis.call('SET', KEYS[8], '', 'PX', ttl) end
        keep()
        return 1
        """;

    /// <summary>
    /// Reads only. Keys: ages, markers, then bodies. Arguments: the instant of the oldest fresh renewal, then hash and marker of
    /// each. Answers 1 for each content that putting again would not change.
    /// </summary>
    public const string Standing =
        """
        local answer = {}
        for i = 2, #ARGV, 2 do
            local renewed = redis.call('ZSCORE', KEYS[1], ARGV[i])
            local stands = renewed and tonumber(renewed) >= tonumber(ARGV[1])
                and redis.call('STRLEN', KEYS[2 + i / 2]) > 0
                and (ARGV[i + 1] == '' or redis.call('HEXISTS', KEYS[2], ARGV[i + 1]) == 1)
            answer[#answer + 1] = stands and 1 or 0
        end
        return answer
        """;
}
