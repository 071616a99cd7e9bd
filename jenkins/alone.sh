#!/bin/sh
# Waits until no `smart360` runs in this workspace any more: aborted, one may outlive its build (see smart360.sh), and
# works with what is here. Fails after ten minutes. Sourced, it keeps the workspace as long as descriptor 9 is open.
set -eu

mkdir -p .gen
exec 9<>.gen/smart360.pid
if ! flock --nonblock 9; then
  echo "smart360 of an earlier build still runs in this workspace: process $(cat .gen/smart360.pid). Waiting 10 minutes." >&2
  if ! flock --timeout 600 9; then
    echo "It runs still, and nothing was done here. Start another build when process $(cat .gen/smart360.pid) has ended." >&2
    exit 2
  fi
fi
