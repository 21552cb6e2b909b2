#!/bin/sh
# A sentinel writes what it learns into its own file, so each begins with a new one.
set -eu
cat >/tmp/sentinel.conf <<END
port 26379
sentinel resolve-hostnames yes
sentinel monitor gateway redis 6379 2
sentinel down-after-milliseconds gateway 5000
sentinel failover-timeout gateway 10000
END
exec redis-server /tmp/sentinel.conf --sentinel
