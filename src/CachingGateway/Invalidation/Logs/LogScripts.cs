using CachingGateway.Storage.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// What the log does inside Redis, each in one step. <see cref="LogState"/> is the same in C#, and the proof of the protocol runs
/// on that: whoever changes one changes both.
/// </summary>
/// <remarks>
/// KEYS: 1 the generation (id, run, head, floor, count, copies, version, members), 2 the records (sorted by sequence), 3 when soft ones were
/// taken, 4 the members (position and beats), 5 what is due (sorted by time), 6 intents (sorted by deadline), 7 the ledger,
/// 8 what intents are about, 9 a delivery. None but 7 and 9 may ever be evicted.
/// </remarks>
internal static class LogScripts
{
    /// <summary>
    /// What the two below share. <c>open</c> is rule 7: a generation counts while its id is there, the process that began it is the
    /// one that runs and has not been a copy since (a server gets another replication id when it is made primary again, and what
    /// the other primary took meanwhile it may never have seen), and none of its records and members is gone (who is not listed is
    /// not waited for); else the candidate begins. Copies
    /// that such a process has known stay known: of the two that think themselves primary, the old one must not begin a generation
    /// that counts without them. <c>keep</c> is the taking of rule 1.
    /// </summary>
    private const string Shared = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        local function split(list)
          local items, at = {}, 1
          while at <= #list do
            local colon = string.find(list, ':', at, true)
            local length = colon and tonumber(string.sub(list, at, colon - 1))
            if not length then return {} end
            items[#items + 1] = string.sub(list, colon + 1, colon + length)
            at = colon + 1 + length
          end
          return items
        end

        local function join(items)
          local parts = {}
          for i, item in ipairs(items) do parts[i] = #item .. ':' .. item end
          return table.concat(parts)
        end

        -- Where it is more, Lua cannot count on.
        local function whole(text)
          local number = tonumber(text)
          return number and number >= 0 and number < 9e15 and number % 1 == 0
        end

        -- Of the generation in force: what KEYS[1] says, or will say. Each call out of a script costs more than what it does, and so
        -- does a pattern that is looked for in a long text.
        local head, floor, count, version = 0, 0, 0, 1

        local function value(text, field)
          local _, last = string.find(text, field, 1, true)
          return last and string.match(text, '^%w+', last + 1)
        end

        local function info()
          local both = redis.pcall('INFO', 'server', 'replication')
          -- Before Redis 7 it takes one section.
          return type(both) == 'string' and both or redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
        end

        local function open(candidate, left)
          local g = redis.call('HMGET', KEYS[1], 'id', 'run', 'count', 'copies', 'head', 'floor', 'version', 'members')
          local said = info()
          local run = value(said, 'run_id:') .. '.' .. (value(said, 'master_replid:') or '')
          count = redis.call('ZCARD', KEYS[2])
          local holds = g[1] and string.match(g[1], '^%d+$') and g[2] == run and whole(g[5]) and whole(g[6]) and whole(g[7])
            and tonumber(g[3]) == count and tonumber(g[8]) == redis.call('HLEN', KEYS[4])
          for id in string.gmatch(left, '%d+') do
            if id == g[1] then holds = false end
          end
          local copies = tonumber(value(said, 'connected_slaves:')) or 0
          local known = g[2] == run and tonumber(g[4]) or 0
          if not holds then
            copies = math.max(copies, known)
            count = 0
            redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
            redis.call('HSET', KEYS[1], 'id', candidate, 'run', run, 'head', 0, 'floor', 0, 'count', 0, 'copies', copies, 'version', 1,
              'members', 0)
            return candidate, copies
          end
          head, floor, version = tonumber(g[5]), tonumber(g[6]), tonumber(g[7])
          if copies > known then redis.call('HSET', KEYS[1], 'copies', copies) end
          return g[1], math.max(copies, known)
        end

        local function prune(most, sequence)
          if count <= most then return end
          local last = count - math.max(math.floor(most * 9 / 10), most - 1000) - 1
          floor = math.min(tonumber(redis.call('ZRANGE', KEYS[2], last, last, 'WITHSCORES')[2]), sequence - 1)
          for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', floor)) do
            if string.sub(member, 1, 1) == 'S' then redis.call('HDEL', KEYS[3], member) end
          end
          redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', floor)
          redis.call('HSET', KEYS[1], 'floor', string.format('%.0f', floor))
          count = redis.call('ZCARD', KEYS[2])
        end

        local function keep(generation, members, settle, most, channel)
          head = head + 1
          local sequence = head
          for _, member in ipairs(members) do
            count = count + redis.call('ZADD', KEYS[2], sequence, member)
            if string.sub(member, 1, 1) == 'S' then redis.call('HSET', KEYS[3], member, now) end
          end
          prune(most, sequence)
          redis.call('HSET', KEYS[1], 'head', string.format('%.0f', sequence), 'count', count)
          local due = 0
          if settle > 0 then
            due = now + settle
            local kept = { string.format('%.0f', sequence) }
            for _, member in ipairs(members) do kept[#kept + 1] = member end
            redis.call('ZADD', KEYS[5], due, join(kept))
          end
          local told = { generation, string.format('%.0f', sequence), string.format('%.0f', now), string.format('%.0f', due) }
          for _, member in ipairs(members) do told[#told + 1] = member end
          redis.call('PUBLISH', channel, join(told))
          return sequence
        end

        local function note(ledger, generation, sequence)
          if ledger == '' then return end
          local lines = redis.call('LPUSH', KEYS[7], join({ generation, string.format('%.0f', sequence), string.format('%.0f', now), ledger }))
          if lines > 20999 then redis.call('LTRIM', KEYS[7], 0, 19999) end
        end

        """;

    /// <summary>
    /// ARGV: candidate, generations left, most records, channel, time to live of a delivery (s; empty: none), settle (ms), intent to
    /// close, ledger, then the targets.
    /// </summary>
    public static RedisScript Take { get; } = new(Shared + """
        local generation, copies = open(ARGV[1], ARGV[2])
        if ARGV[7] ~= '' then
          redis.call('ZREM', KEYS[6], ARGV[7])
          redis.call('HDEL', KEYS[8], ARGV[7])
        end
        version = string.format('%.0f', version)
        if ARGV[5] ~= '' then
          local before = redis.call('GET', KEYS[9])
          if before and string.sub(before, 1, #generation + 1) == generation .. '.' then
            return { generation, string.sub(before, #generation + 2), 1, copies, version, redis.call('HGETALL', KEYS[4]) }
          end
        end
        local members = {}
        for i = 9, #ARGV do members[#members + 1] = ARGV[i] end
        local sequence = keep(generation, members, tonumber(ARGV[6]), tonumber(ARGV[3]), ARGV[4])
        if ARGV[5] ~= '' then redis.call('SET', KEYS[9], generation .. '.' .. string.format('%.0f', sequence), 'EX', ARGV[5]) end
        note(ARGV[8], generation, sequence)
        return { generation, string.format('%.0f', sequence), 0, copies, version, redis.call('HGETALL', KEYS[4]) }
        """);

    /// <summary>
    /// ARGV: candidate, generations left, most records, channel, replica, its generation, its position, records to a page, how far it
    /// has read, then those thought gone with their beats.
    /// </summary>
    public static RedisScript Beat { get; } = new(Shared + """
        local generation, copies = open(ARGV[1], ARGV[2])
        for _, due in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now, 'LIMIT', 0, 100)) do
          redis.call('ZREM', KEYS[5], due)
          local parts = split(due)
          table.remove(parts, 1)
          if #parts > 0 then
            local sequence = keep(generation, parts, 0, tonumber(ARGV[3]), ARGV[4])
            note('{"source":"settle","cause":"","mode":"","targets":[],"count":' .. #parts .. '}', generation, sequence)
          end
        end
        for _, intent in ipairs(redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', now, 'LIMIT', 0, 100)) do
          local targets = split(redis.call('HGET', KEYS[8], intent) or '')
          redis.call('ZREM', KEYS[6], intent)
          redis.call('HDEL', KEYS[8], intent)
          if #targets > 0 then
            local sequence = keep(generation, targets, 0, tonumber(ARGV[3]), ARGV[4])
            note('{"source":"write","cause":"lapsed","mode":"purge","targets":[],"count":' .. #targets .. '}', generation, sequence)
          end
        end
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
        local types = { 'hash', 'zset', 'hash', 'hash', 'zset', 'zset', 'list', 'hash', 'string' }
        local mended = 0
        for i, key in ipairs(KEYS) do
          local type = redis.call('TYPE', key).ok
          if type ~= 'none' and type ~= types[i] then mended = mended + redis.call('DEL', key) end
        end
        if mended > 0 then redis.call('DEL', KEYS[1]) end
        return mended
        """);
}
