#!/bin/sh
# Print the path of a Chromium that tests can drive, after installing one where that is possible.
set -eu
python=.venv/bin/python

chercher() {
    for nom in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$nom" && return
    done
    return 1
}

chercher_celui_de_playwright() {
    chemin=$("$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: print(p.chromium.executable_path)')
    [ -x "$chemin" ] && echo "$chemin"
}

if [ -n "${CAF_CHROMIUM:-}" ]; then
    [ -x "$CAF_CHROMIUM" ] || { echo "CAF_CHROMIUM=$CAF_CHROMIUM: there is no such program." >&2; exit 1; }
    echo "$CAF_CHROMIUM"
    exit
fi
chercher && exit
chercher_celui_de_playwright && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq chromium; } >&2 && chercher && exit
fi
"$python" -m playwright install chromium >&2 && chercher_celui_de_playwright && exit
cat >&2 <<'FIN'
The tests need Chromium and it could not be installed here. Either
  install it (Debian, Ubuntu: sudo apt-get install chromium), or
  name one that is there: CAF_CHROMIUM=/path/to/chrome make test
FIN
exit 1
