#!/bin/sh
# Tests that need a browser use Debian's Chromium.
set -eu
command -v chromium >/dev/null 2>&1 || sh "$(dirname "$0")/need-packages.sh" chromium
