#!/bin/sh
# Usage: make-venv.sh PYTHON FOLDER WHAT. Makes a virtual environment and installs the kit in it.
set -eu
python=$1 folder=$2 what=$3

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Recoupe needs Python 3.11 or newer; $python is missing or older." >&2
    exit 1
fi
if [ ! -x "$folder/bin/python" ] && ! "$python" -m venv "$folder" >/dev/null 2>&1; then
    # Debian keeps venv in a package of its own.
    rm -rf "$folder"
    sh "$(dirname "$0")/need-packages.sh" python3-venv
    "$python" -m venv "$folder"
fi
echo "Preparing Recoupe (a minute the first time)…"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$what"
