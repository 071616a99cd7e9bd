#!/bin/sh
# Deletes the saved plans, which hold secrets. A `smart360` that outlives its build keeps its journal beside them: then
# they go at its end (see smart360.sh).
set -eu

mkdir -p .gen
# First told, then looked: either it reads this at its end, or it is over within the second.
: >.gen/drop-plans
exec 9<>.gen/smart360.pid
if flock --timeout 1 9; then
  rm -rf .gen/plans .gen/drop-plans
else
  echo "smart360 still runs, process $(cat .gen/smart360.pid): the saved plans are deleted when it is done."
fi
