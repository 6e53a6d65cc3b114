#!/bin/sh
# Usage: need-packages.sh PACKAGE… Installs Debian packages when it may, else says which.
set -eu
if [ "$(id -u)" = 0 ]; then
    root=""
elif sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    root="no"
fi
if [ "$root" = no ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install: $* (on Debian: sudo apt-get install $*)" >&2
    exit 1
fi
$root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
