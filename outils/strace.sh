#!/bin/sh
# Install strace where that is possible: without it, the tests that kill a server at each of its writes are left out.
set -eu
[ "$(uname)" = Linux ] || exit 0
command -v strace >/dev/null && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq strace; } >&2 && exit
fi
echo "Without strace, no server is killed at its writes (Debian, Ubuntu: sudo apt-get install strace)." >&2
