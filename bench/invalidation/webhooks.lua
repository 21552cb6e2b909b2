-- Posts single events to one gateway, each of a target that no other names, and reads the answers. One thread only.
-- Arguments: the prefix of the targets' ids, which has to be new with each run; how long each connection pauses between two, in
-- the mean, in milliseconds (0).
local prefix, sent, pause = "0", 0, 0
taken, limited, refused, least, most, elapsed = 0, 0, 0, math.huge, 0, {}

function init(args)
  prefix = args[1]
  pause = tonumber(args[2] or 0)
  wrk.headers["Authorization"] = "Bearer bench"
  wrk.headers["Content-Type"] = "application/json"
end

-- Of any length up to twice that: senders that know nothing of each other do not come in step, which answers given together would make them do.
function delay() return math.random(0, 2 * pause) end

function request()
  sent = sent + 1
  return wrk.format("POST", nil, nil, string.format('{"type":"item.changed","id":"%s-%d"}', prefix, sent))
end

function response(status, _, body)
  local sequence, ms = body:match('"sequence":"?(%d+)'), body:match('"elapsedMs":([%d.]+)')
  if status == 429 then
    limited = limited + 1
    return
  end
  if status ~= 200 or not sequence then
    refused = refused + 1
    return
  end
  taken = taken + 1
  least, most = math.min(least, tonumber(sequence)), math.max(most, tonumber(sequence))
  elapsed[taken] = tonumber(ms)
end

local worker
function setup(thread) worker = thread end

-- One line: answers with 200, others, seconds, the least and the greatest number; p50 and p99 (ms) as the client saw them, and as
-- the answers say; answers with 429.
function done(summary, latency)
  local e, times = summary.errors, worker:get("elapsed")
  table.sort(times)
  local function at(share) return times[math.max(1, math.ceil(#times * share))] or 0 end
  io.write(string.format("report %d %d %.6f %.0f %.0f %.3f %.3f %.3f %.3f %d\n",
    worker:get("taken"), worker:get("refused") + e.connect + e.read + e.write + e.timeout, summary.duration / 1e6,
    worker:get("least"), worker:get("most"), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, at(0.5), at(0.99),
    worker:get("limited")))
end
