-- Hits, each connection pausing between two; the argument is the pause in milliseconds, 0: none.
local pause = 0
function init(args) pause = tonumber(args[1]) end
function delay() return pause end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("report %d %.6f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
