#!/bin/sh
# Runs `smart360` as a step: `exec jenkins/smart360.sh apply ...`. Aborted, it ends in good order: Terraform writes its
# state, a release is taken back.
#
# Jenkins aborts a step by SIGTERM to every process that has the step's cookie, its children first, and again for each
# of those that has it; npx may pass it on once more. A second one makes Terraform and `smart360` exit at once. So here
# only this script, which `exec` puts in the step's place, has the cookie, and there is no npx.
set -eu

aborted=
trap 'aborted=yes' TERM
JENKINS_SERVER_COOKIE=none JENKINS_NODE_COOKIE=none node ops/smart360.mjs "$@" &
smart360=$!

code=0
wait "$smart360" || code=$?
if [ -n "$aborted" ]; then
  # Jenkins gives a step up 20 seconds after the signal, and then kills whatever has the agent's cookie.
  seconds=15
  while [ "$seconds" -gt 0 ] && kill -0 "$smart360" 2>/dev/null; do
    sleep 1
    seconds=$((seconds - 1))
  done
  if kill -0 "$smart360" 2>/dev/null; then
    echo "Not at its end yet: it goes on without Jenkins, and frees its lock when it is done."
    exit 143
  fi
  code=0
  wait "$smart360" || code=$?
fi
exit "$code"
