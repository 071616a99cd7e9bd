#!/bin/sh
# Runs the command of the container. uWSGI goes on serving for the longest request's time after SIGTERM, and stops then:
# ECS takes a task out of the load balancer while it stops it, and uWSGI 2.0.26 drops what its router still waits for.
set -eu
[ "$1" = uwsgi ] || exec "$@"

server=
stopping=
drain() {
  # Nothing is served yet; what was started ends with the container.
  [ -n "$server" ] || exit 0
  stopping=yes
  sleep "${UWSGI_HARAKIRI:-30}"
  # Nothing runs any more. Its graceful stop would wait for idle threads until worker-reload-mercy is over.
  kill -INT "$server" || true
}
trap drain TERM

"$@" &
server=$!

code=0
wait "$server" || code=$?
if [ -n "$stopping" ]; then
  # The signal ended that wait, not the server. Had it come before, the server would be waited for already (127).
  again=0
  wait "$server" || again=$?
  [ "$again" -eq 127 ] || code=$again
fi
exit "$code"
