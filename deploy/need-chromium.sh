#!/bin/sh
# Tests in a browser use Debian's Chromium, and libatomic for the program that drives it.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q libatomic.so.1 || missing="$missing libatomic1"
# shellcheck disable=SC2086
[ -z "$missing" ] || sh "$(dirname "$0")/need-packages.sh" $missing
