#!/usr/bin/env bash
# Prepares a bare Debian or Ubuntu for the service, as root or as an ordinary user. `make` calls the steps:
#   runtime    .venv with the locked packages the service needs
#   dev        the same plus the tools and test packages
#   libraries  the three system libraries that PDF files need
#   assets     style sheets, font and translations (with a Node from a Python package when none is installed)
#   browser    chromium, for the browser tests
#   linters    Spectral, for the design rules of the API
# Each step does nothing when its work is done.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Install Debian packages as root or through a sudo that asks nothing; 1 when that is impossible or fails.
apt_install() {
    command -v apt-get >/dev/null || return 1
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    say "Installing $* ..."
    local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -qq install -y --no-install-recommends "$@")
    "${install[@]}" >"$log" 2>&1 </dev/null && return 0
    "${as_root[@]}" apt-get -qq update >"$log" 2>&1 </dev/null || true
    "${install[@]}" >"$log" 2>&1 </dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    local python version
    python=$(find_python) || fail "Python 3.11 or newer is needed: apt-get install python3 python3-venv"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$version" || fail "The Python venv module is missing: sudo apt-get install $version"
    fi
    "$python" -m venv --clear "$venv"
}

# The lock is complete, so nothing is resolved; constraints and options of this machine do not count.
pip_install() {
    say "Installing $(grep -c '^[a-z0-9].*==' "$1") Python packages from $1 ..."
    PIP_CONSTRAINT=/dev/null PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 \
        "$venv/bin/python" -m pip install -qq --no-input --no-compile --no-deps --require-hashes -r "$1" </dev/null
}

# The checkout itself: on the path of the venv, with the command `leerloket`.
link_checkout() {
    local packages
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd >"$packages/leerloket.pth"
    cat >"$venv/bin/leerloket" <<'SCRIPT'
#!/bin/sh
'''exec' "$(dirname -- "$0")/python" "$0" "$@" # a plain #! line would not survive long paths and spaces
'''
import sys

from leerloket.cli import main

sys.exit(main())
SCRIPT
    chmod +x "$venv/bin/leerloket"
}

has_libraries() {
    "$venv/bin/python" - <<'CHECK' 2>/dev/null
import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)
CHECK
}

has_node() {
    local version
    command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 18 ]
}

case "${1:-}" in
runtime)
    make_venv
    pip_install requirements.lock
    link_checkout
    touch "$venv/.runtime"
    ;;
dev)
    make_venv
    pip_install requirements-dev.lock
    link_checkout
    touch "$venv/.runtime" "$venv/.dev"
    ;;
libraries)
    has_libraries && exit
    packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    # shellcheck disable=SC2086
    apt_install $packages && has_libraries ||
        say "No PDF files until you type: sudo apt-get install $packages"
    ;;
assets)
    if ! has_node && ! "$venv/bin/npm" --version >/dev/null 2>&1; then
        pip_install requirements-node.lock
    fi
    "$venv/bin/python" -m leerloket.assets build
    ;;
browser)
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && exit
    done
    apt_install chromium || say "Browser tests are skipped until you type: sudo apt-get install chromium"
    ;;
linters)
    [ node_modules/.package-lock.json -nt package-lock.json ] && [ -e node_modules/.bin/spectral ] && exit
    npm=$venv/bin/npm
    ! has_node || npm=npm
    say "Installing the linter of the API ..."
    "$npm" ci --ignore-scripts --no-audit --no-fund >"$log" 2>&1 </dev/null ||
        say "The design rules of the API are not tested until this works: npm ci --ignore-scripts"
    ;;
*)
    fail "usage: tools/setup.sh runtime|dev|libraries|assets|browser|linters"
    ;;
esac
