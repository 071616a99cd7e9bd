#!/bin/sh
# Writes down which red findings of the plans are approved: the addresses in APPROVED_RED, one a line, by APPROVED_BY,
# because of APPROVED_REASON. Fails when a red finding is left.
#
# usage: approve.sh <environment>
set -eu
environment=$1

addresses=$(printf '%s\n' "${APPROVED_RED:-}" | tr -d '\r')
set --
while IFS= read -r address; do
  [ -z "$address" ] || set -- "$@" --approve "$address"
done <<ADDRESSES
$addresses
ADDRESSES

if [ $# -eq 0 ]; then
  jenkins/smart360.sh review --environment "$environment"
else
  jenkins/smart360.sh review --environment "$environment" "$@" --by "$APPROVED_BY" --reason "$APPROVED_REASON"
fi
