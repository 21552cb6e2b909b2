-- One line per run: requests, seconds, p99 in ms, errors of any kind. Without callbacks per request wrk loses no speed.
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("report %d %.6f %.3f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
