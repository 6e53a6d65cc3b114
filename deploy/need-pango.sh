#!/bin/sh
# PDF needs two libraries of Pango. Without them the kit runs and offers the print view instead.
set -eu
missing=$("${BIN:-.venv/bin}/python" - <<'PYTHON'
from ctypes.util import find_library
needed = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0"}
print(*(package for name, package in needed.items() if not find_library(name)))
PYTHON
)
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    sh "$(dirname "$0")/need-packages.sh" $missing || echo "PDF is off until then; pages can be printed from the browser." >&2
fi
