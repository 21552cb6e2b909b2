namespace CachingGateway.Storage.Redis;

/// <summary>What must be one step in Redis. Offsets are those of <see cref="Entries.EntryFormat"/>, and Lua counts from 1.</summary>
internal static class RedisEntryScripts
{
    /// <summary>
    /// Stores an entry, or in its place a marker and the entry under a second key, unless what stands there is of the same generation and
    /// has a later fence (rule 12). A marker that names the same fields is in nobody's way. Bytes of another version, or that are no
    /// entry, yield. 1: stored; 0: the other stays.
    /// </summary>
    public static RedisScript Put { get; } = new(
        """
        local function yields(old, new)
          if type(old) ~= 'string' or #old < 20 then return true end
          if old:sub(1, 2) ~= 'CG' or old:sub(4, 12) ~= new:sub(4, 12) then return true end
          local oldHigh, oldLow = struct.unpack('>I4I4', old:sub(13, 20))
          local newHigh, newLow = struct.unpack('>I4I4', new:sub(13, 20))
          return newHigh > oldHigh or (newHigh == oldHigh and newLow >= oldLow)
        end
        local value, keep, marker = ARGV[1], tonumber(ARGV[2]), ARGV[3]
        if not marker then
          if not yields(redis.pcall('GETRANGE', KEYS[1], 0, 19), value) then return 0 end
          redis.call('SET', KEYS[1], value, 'PX', keep)
          return 1
        end
        local old = redis.pcall('GETRANGE', KEYS[1], 0, #marker)
        local same = type(old) == 'string' and old:sub(1, 4) == marker:sub(1, 4)
          and old:sub(21, 36) == marker:sub(21, 36) and old:sub(45) == marker:sub(45)
        local newer = yields(old, marker)
        if not same and not newer then return 0 end
        if not yields(redis.pcall('GETRANGE', KEYS[2], 0, 19), value) then return 0 end
        local left = same and redis.call('PTTL', KEYS[1]) or 0
        if newer then redis.call('SET', KEYS[1], marker, 'PX', math.max(keep, left))
        elseif keep > left then redis.call('PEXPIRE', KEYS[1], keep) end
        redis.call('SET', KEYS[2], value, 'PX', keep)
        return 1
        """);

    /// <summary>Removes what begins with those bytes, and nothing that has come in its place. 1: removed; 0: it was not there.</summary>
    public static RedisScript RemoveIfItBegins { get; } = new(
        """
        if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
        return redis.call('UNLINK', KEYS[1])
        """);
}
