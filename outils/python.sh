#!/bin/sh
# Make a virtual environment, or say what is missing: python.sh PYTHON FOLDER
set -eu
python=$1
dossier=$2

dire() {
    printf '%s\n' "$@" >&2
    exit 1
}

command -v "$python" >/dev/null || dire "There is no '$python' here. Install Python 3.11 or later, or name one: make PYTHON=python3.12 …"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    dire "'$python' is $("$python" --version 2>&1): Python 3.11 or later is needed. Name another one: make PYTHON=python3.12 …"
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    paquet=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq "$paquet" >/dev/null
    else
        dire "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install $paquet"
    fi
fi
"$python" -m venv "$dossier"
