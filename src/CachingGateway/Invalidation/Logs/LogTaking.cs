namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// What the scripts share that take numbers, in the words of Redis; their KEYS are those of <see cref="LogScripts"/>, and of their ARGV the
/// first four are alike: candidate, generations left, most records, channel.
/// </summary>
/// <remarks>
/// <para>
/// <c>open</c> is rule 7: a generation counts while its id is there, the process that began it is the one that runs and has not been a
/// copy since (a server gets another replication id when it is made primary again, and what the other primary took meanwhile it may never
/// have seen), and none of its records and members is gone (who is not listed is not waited for); else the candidate begins. Copies that
/// such a process has known stay known: of the two that think themselves primary, the old one must not begin a generation that counts
/// without them.
/// </para>
/// <para>
/// <c>keep</c> and <c>commit</c> are the taking of rule 1. Several are written together, but where records have to be forgotten on the way
/// each for itself, so that what comes of them is always what comes of one after the other.
/// </para>
/// </remarks>
internal static class LogTaking
{
    public const string Text = """
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
}
