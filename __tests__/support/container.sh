#!/bin/sh
# Runs a command as ECS runs the container of a service: user 10001 without capabilities, a read-only file system, and
# /tmp as memory from which nothing is executed. The app lies in /mnt/app; virtual environment and interpreter lie where
# they are, for others to read too.
#
# usage: unshare --mount --propagation private container.sh <app> <virtual environment> <interpreter's folder> <command...>
set -eu
app=$1 venv=$2 python=$3
shift 3

bind() {
  mkdir -p "$2"
  mount --bind "$1" "$2"
  mount -o remount,bind,ro "$2"
}

mount -t tmpfs -o mode=755 tmpfs /mnt
bind "$app" /mnt/app
bind "$venv" /mnt/venv
bind "$python" /mnt/python
mount -t tmpfs -o size=128m,mode=1777,noexec,nosuid,nodev tmpfs /tmp
mount -t tmpfs -o mode=755 tmpfs /root
bind /mnt/venv "$venv"
bind /mnt/python "$python"
for place in /mnt /root /; do mount -o remount,bind,ro "$place"; done

cd /mnt/app
exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
