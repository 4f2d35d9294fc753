#!/usr/bin/env bash
# All tests: the fast part over two processes, then the browser part. Both always run; the exit code is the first
# that is not 0. No test at all (pytest's 5) is a failure. LEERLOKET_TEST_CODE names a file for the code, because
# make turns every failure into 2.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

.venv/bin/python -m pytest -n 2 --dist loadfile -m "not browser" </dev/null
fast=$?
.venv/bin/python -m pytest -m browser </dev/null
browser=$?

code=$((fast ? fast : browser))
[ -z "${LEERLOKET_TEST_CODE:-}" ] || echo "$code" >"$LEERLOKET_TEST_CODE"
exit "$code"
