#!/bin/sh
# Runs the command of the container. uWSGI goes on serving for the longest request's time after SIGTERM, and stops then:
# ECS takes a task out of the load balancer while it stops it, and uWSGI 2.0.26 drops what its router still waits for.
set -eu
[ "$1" = uwsgi ] || exec "$@"

"$@" &
server=$!
stopping=
drain() {
  stopping=yes
  sleep "${UWSGI_HARAKIRI:-30}"
  # Nothing runs any more. Its graceful stop would wait for idle threads until worker-reload-mercy is over.
  kill -INT "$server" || true
}
trap drain TERM

code=0
wait "$server" || code=$?
if [ -n "$stopping" ]; then
  # The signal ended the first wait, not the server.
  code=0
  wait "$server" || code=$?
fi
exit "$code"
