#!/bin/sh
# Runs `smart360` as a step: `exec jenkins/smart360.sh apply ...`. Aborted, it ends in good order: Terraform writes its
# state, a release is taken back.
#
# Jenkins aborts a step by SIGTERM to every process that has the step's cookie and to all below it, children first, some
# more than once. That must reach no process of `smart360`: Terraform's providers die of it, and what they were making is
# lost from the state. So node runs outside of the step's tree and without the cookies, as a child of nobody here, and
# this script alone is aborted. It sends node one SIGTERM; a second one would end Terraform at once.
#
# As long as node runs, .gen/smart360.pid, with its process id, is locked: by that this script knows its end, and what
# comes next in the workspace (alone.sh, drop-plans.sh) that it is not over.
set -eu

aborted=
trap 'aborted=yes' TERM INT
. "$(dirname "$0")/alone.sh"

: >.gen/smart360.pid
rm -f .gen/smart360.code .gen/drop-plans
# shellcheck disable=SC2016 # expanded by the shell that runs it
run='
  node ops/smart360.mjs "$@" &
  echo "$!" >.gen/smart360.pid
  code=0
  wait "$!" || code=$?
  [ ! -e .gen/drop-plans ] || rm -rf .gen/plans .gen/drop-plans
  echo "$code" >.gen/smart360.code
'
(JENKINS_SERVER_COOKIE=none JENKINS_NODE_COOKIE=none setsid sh -c "$run" smart360 "$@" &) || :
# From here on it alone holds the lock; this script waits for that by a descriptor of its own.
exec 8<.gen/smart360.pid 9>&-

isOver() { flock --nonblock 8; }

over=
while [ -z "$over" ] && [ -z "$aborted" ]; do
  # A signal that comes just before the wait does not end it: so none is long.
  flock --timeout 1 8 &
  waiting=$!
  # Jenkins may end this one before the signal to this script comes.
  if wait "$waiting" 2>/dev/null; then over=yes; fi
done
if [ -z "$over" ]; then
  kill "$waiting" 2>/dev/null || :
  until [ -s .gen/smart360.pid ] || isOver; do sleep 0.1 || :; done
  isOver || kill -TERM "$(cat .gen/smart360.pid)" 2>/dev/null || :
  # Jenkins gives a step up 20 seconds after the signal.
  if ! flock --timeout 15 8; then
    echo "Not at its end yet: it goes on without Jenkins, and frees its lock when it is done."
    exit 143
  fi
fi
if [ ! -s .gen/smart360.code ]; then
  echo "smart360 was killed." >&2
  exit 137
fi
exit "$(cat .gen/smart360.code)"
