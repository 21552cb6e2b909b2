using CachingGateway.Storage.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// What the log does inside Redis, each in one step. <see cref="LogState"/> is the same in C#, and the proof of the protocol runs
/// on that: whoever changes one changes both.
/// </summary>
/// <remarks>
/// KEYS: 1 the generation (id, run, head, floor, count, copies, version, members), 2 the records (sorted by sequence), 3 when soft ones were
/// taken, 4 the members (position and beats), 5 what is due (sorted by time), 6 intents (sorted by deadline), 7 the ledger,
/// 8 what intents are about, from 9 on deliveries. None but 7 and those may ever be evicted.
/// </remarks>
internal static class LogScripts
{
    /// <summary>
    /// What the two below share. <c>open</c> is rule 7: a generation counts while its id is there, the process that began it is the
    /// one that runs and has not been a copy since (a server gets another replication id when it is made primary again, and what
    /// the other primary took meanwhile it may never have seen), and none of its records and members is gone (who is not listed is
    /// not waited for); else the candidate begins. Copies
    /// that such a process has known stay known: of the two that think themselves primary, the old one must not begin a generation
    /// that counts without them. <c>keep</c> and <c>commit</c> are the taking of rule 1: several are written together, unless records
    /// have to be forgotten on the way, so that what comes of it is what comes of one after the other.
    /// ARGV of both: 1 candidate, 2 generations left, 3 most records, 4 channel.
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

        -- Each call out of a script costs more than what it does, so many items go in one; but Lua hands no more than so many over.
        local function write(command, key, items)
          local sum = 0
          for at = 1, #items, 1000 do
            sum = sum + redis.call(command, key, unpack(items, at, math.min(at + 999, #items)))
          end
          return sum
        end

        -- Of the generation in force: what KEYS[1] says, or will say, and its members.
        local generation, head, floor, count, version, members = '', 0, 0, 0, 1, {}

        -- A pattern that is looked for in a long text takes its time.
        local function value(text, field)
          local _, last = string.find(text, field, 1, true)
          return last and string.match(text, '^%w+', last + 1)
        end

        local function info()
          local both = redis.pcall('INFO', 'server', 'replication')
          -- Before Redis 7 it takes one section.
          return type(both) == 'string' and both or redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
        end

        local function open()
          local g = redis.call('HMGET', KEYS[1], 'id', 'run', 'count', 'copies', 'head', 'floor', 'version', 'members')
          local said = info()
          local run = value(said, 'run_id:') .. '.' .. (value(said, 'master_replid:') or '')
          count = redis.call('ZCARD', KEYS[2])
          members = redis.call('HGETALL', KEYS[4])
          local holds = g[1] and string.match(g[1], '^%d+$') and g[2] == run and whole(g[5]) and whole(g[6]) and whole(g[7])
            and tonumber(g[3]) == count and tonumber(g[8]) == #members / 2
          for id in string.gmatch(ARGV[2], '%d+') do
            if id == g[1] then holds = false end
          end
          local copies = tonumber(value(said, 'connected_slaves:')) or 0
          local known = g[2] == run and tonumber(g[4]) or 0
          if not holds then
            copies = math.max(copies, known)
            generation, count, members = ARGV[1], 0, {}
            redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
            redis.call('HSET', KEYS[1], 'id', generation, 'run', run, 'head', 0, 'floor', 0, 'count', 0, 'copies', copies, 'version', 1,
              'members', 0)
            return copies
          end
          generation, head, floor, version = g[1], tonumber(g[5]), tonumber(g[6]), tonumber(g[7])
          if copies > known then redis.call('HSET', KEYS[1], 'copies', copies) end
          return math.max(copies, known)
        end

        local function prune(most)
          if count <= most then return end
          local last = count - math.max(math.floor(most * 9 / 10), most - 1000) - 1
          floor = math.min(tonumber(redis.call('ZRANGE', KEYS[2], last, last, 'WITHSCORES')[2]), head - 1)
          local soft = {}
          for _, target in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', floor)) do
            if string.sub(target, 1, 1) == 'S' then soft[#soft + 1] = target end
          end
          write('HDEL', KEYS[3], soft)
          redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', floor)
          redis.call('HSET', KEYS[1], 'floor', string.format('%.0f', floor))
          count = redis.call('ZCARD', KEYS[2])
        end

        -- Taken, and not written yet.
        local most, clock = tonumber(ARGV[3]), string.format('%.0f', now)
        local records, soft, due, told, delivered, lines = {}, {}, {}, {}, {}, {}

        -- What fails half-way, at a key of another type, has told nothing and stored no delivery's id before head says so: such a number
        -- is given once more to others, and what was written of it retires more than it need.
        local function commit()
          if #told == 0 then return end
          write('ZADD', KEYS[5], due)
          write('HSET', KEYS[3], soft)
          count = count + write('ZADD', KEYS[2], records)
          prune(most)
          redis.call('HSET', KEYS[1], 'head', string.format('%.0f', head), 'count', count)
          for i = 1, #delivered, 2 do redis.call('SET', delivered[i], delivered[i + 1], 'EX', ARGV[5]) end
          for _, message in ipairs(told) do redis.call('PUBLISH', ARGV[4], message) end
          if write('LPUSH', KEYS[7], lines) > 20999 then redis.call('LTRIM', KEYS[7], 0, 19999) end
          records, soft, due, told, delivered, lines = {}, {}, {}, {}, {}, {}
        end

        local function keep(targets, settle, ledger, delivery)
          head = head + 1
          local sequence = string.format('%.0f', head)
          for _, target in ipairs(targets) do
            records[#records + 1] = sequence
            records[#records + 1] = target
            if string.sub(target, 1, 1) == 'S' then
              soft[#soft + 1] = target
              soft[#soft + 1] = clock
            end
          end
          local text, again = join(targets), '0'
          if settle > 0 then
            again = string.format('%.0f', now + settle)
            due[#due + 1] = again
            due[#due + 1] = join({ sequence }) .. text
          end
          told[#told + 1] = join({ generation, sequence, clock, again }) .. text
          lines[#lines + 1] = join({ generation, sequence, clock, ledger })
          if delivery then
            delivered[#delivered + 1] = delivery
            delivered[#delivered + 1] = generation .. '.' .. sequence
          end
          if count + #records / 2 > most then commit() end
          return sequence
        end

        """;

    /// <summary>
    /// ARGV from 5 on: time to live of a delivery (s), then of each request: settle (ms), intent to close (empty: none), ledger, which
    /// of KEYS is its delivery (0: none), how many targets, the targets.
    /// </summary>
    public static RedisScript Take { get; } = new(Shared + """
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
    public static RedisScript Beat { get; } = new(Shared + """
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
