using CachingGateway.Storage.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// What the log does inside Redis, each in one step. <see cref="LogState"/> is the same in C#, and the proof of the protocol runs
/// on that: whoever changes one changes both. What takes numbers begins with <see cref="LogTaking"/>.
/// </summary>
/// <remarks>
/// KEYS: 1 the generation (id, run, head, floor, count, copies, version, members), 2 the records (sorted by sequence), 3 when soft ones were
/// taken, 4 the members (position and beats), 5 what is due (sorted by time), 6 intents (sorted by deadline), 7 the ledger,
/// 8 what intents are about, from 9 on deliveries. None but 7 and those may ever be evicted.
/// </remarks>
internal static class LogScripts
{
    /// <summary>
    /// ARGV from 5 on: time to live of a delivery (s), then of each request: settle (ms), intent to close (empty: none), ledger, which
    /// of KEYS is its delivery (0: none), how many targets, the targets.
    /// </summary>
    public static RedisScript Take { get; } = new(LogTaking.Text + """
        local copies = open()
        local numbers, intents, known = {}, {}, {}
        for i, text in ipairs(#KEYS > 8 and redis.call('MGET', unpack(KEYS, 9)) or {}) do
          if text and string.sub(text, 1, #generation + 1) == generation .. '.' then known[KEYS[8 + i]] = string.sub(text, #generation + 2) end
        end
        local at = 6
        while at <= #ARGV do
          if ARGV[at + 1] ~= '' then intents[#intents + 1] = ARGV[at + 1] end
          at = at + 5 + tonumber(ARGV[at + 4])
        end
        -- First: a full Redis refuses what needs room, but not to a script that has written; and what was written to the origin must be taken.
        write('ZREM', KEYS[6], intents)
        write('HDEL', KEYS[8], intents)
        at = 6
        while at <= #ARGV do
          local first, last = at + 5, at + 4 + tonumber(ARGV[at + 4])
          local delivery = KEYS[tonumber(ARGV[at + 3])]
          local sequence, again = known[delivery], 1
          if not sequence then
            local targets = {}
            for i = first, last do targets[#targets + 1] = ARGV[i] end
            sequence, again = keep(targets, tonumber(ARGV[at]), ARGV[at + 2], delivery), 0
            if delivery then known[delivery] = sequence end
          end
          numbers[#numbers + 1] = sequence
          numbers[#numbers + 1] = again
          at = last + 1
        end
        commit()
        return { generation, copies, string.format('%.0f', version), members, numbers }
        """);

    /// <summary>
    /// ARGV from 5 on: replica, its generation, its position, records to a page, how far it has read, then those thought gone with their
    /// beats.
    /// </summary>
    public static RedisScript Beat { get; } = new(LogTaking.Text + """
        local copies = open()
        for _, due in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now, 'LIMIT', 0, 100)) do
          redis.call('ZREM', KEYS[5], due)
          local parts = split(due)
          table.remove(parts, 1)
          if #parts > 0 then
            keep(parts, 0, '{"source":"settle","cause":"","mode":"","targets":[],"count":' .. #parts .. '}')
          end
        end
        for _, intent in ipairs(redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', now, 'LIMIT', 0, 100)) do
          local targets = split(redis.call('HGET', KEYS[8], intent) or '')
          redis.call('ZREM', KEYS[6], intent)
          redis.call('HDEL', KEYS[8], intent)
          if #targets > 0 then
            keep(targets, 0, '{"source":"write","cause":"lapsed","mode":"purge","targets":[],"count":' .. #targets .. '}')
          end
        end
        commit()
        for i = 10, #ARGV, 2 do
          local member = redis.call('HGET', KEYS[4], ARGV[i])
          if member and string.match(member, ' (%d+)$') == ARGV[i + 1] then redis.call('HDEL', KEYS[4], ARGV[i]) end
        end
        local position = generation == ARGV[6] and ARGV[7] or '0'
        local read = generation == ARGV[6] and ARGV[9] or '0'
        version = string.format('%.0f', version + 1)
        redis.call('HSET', KEYS[4], ARGV[5], position .. ' ' .. version)
        redis.call('HSET', KEYS[1], 'version', version, 'members', redis.call('HLEN', KEYS[4]))
        local page = tonumber(ARGV[8])
        local records = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. read, '+inf', 'WITHSCORES', 'LIMIT', 0, page)
        local complete = 1
        if #records == page * 2 then
          local last = records[#records]
          while #records > 0 and records[#records] == last do
            records[#records] = nil
            records[#records] = nil
          end
          -- A record is read whole, however many targets it has.
          for _, part in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], last, last, 'WITHSCORES')) do
            records[#records + 1] = part
          end
          if redis.call('ZCOUNT', KEYS[2], '(' .. last, '+inf') > 0 then complete = 0 end
        end
        local taken = {}
        for i = 1, #records, 2 do
          taken[#taken + 1] = string.sub(records[i], 1, 1) == 'S' and redis.call('HGET', KEYS[3], records[i]) or string.format('%.0f', now)
        end
        local due = redis.call('ZRANGE', KEYS[5], 0, 999, 'WITHSCORES')
        return { generation, string.format('%.0f', head), string.format('%.0f', floor), records, taken, complete, due, string.format('%.0f', now), copies, version,
          redis.call('HGETALL', KEYS[4]) }
        """);

    /// <summary>ARGV: the time left (ms), the intent, its targets as a list.</summary>
    public static RedisScript Intend { get; } = new("""
        local time = redis.call('TIME')
        redis.call('ZADD', KEYS[6], time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1]), ARGV[2])
        redis.call('HSET', KEYS[8], ARGV[2], ARGV[3])
        return 1
        """);

    /// <summary>ARGV: the intent.</summary>
    public static RedisScript Forget { get; } = new("""
        redis.call('ZREM', KEYS[6], ARGV[1])
        return redis.call('HDEL', KEYS[8], ARGV[1])
        """);

    /// <summary>ARGV: the replica.</summary>
    public static RedisScript Leave { get; } = new("""
        if redis.call('HDEL', KEYS[4], ARGV[1]) == 1 then
          redis.call('HINCRBY', KEYS[1], 'version', 1)
          redis.call('HINCRBY', KEYS[1], 'members', -1)
        end
        return 1
        """);

    /// <summary>
    /// Takes away what stands under the log's names and is of another type, which makes the other scripts fail half-way; then a new
    /// generation begins. Returns how much there was.
    /// </summary>
    public static RedisScript Mend { get; } = new("""
        local types = { 'hash', 'zset', 'hash', 'hash', 'zset', 'zset', 'list', 'hash' }
        local mended = 0
        for i, key in ipairs(KEYS) do
          local type = redis.call('TYPE', key).ok
          if type ~= 'none' and type ~= types[i] then mended = mended + redis.call('DEL', key) end
        end
        if mended > 0 then redis.call('DEL', KEYS[1]) end
        return mended
        """);
}
