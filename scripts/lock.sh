#!/usr/bin/env bash
# lock.sh: writes requirements.txt and requirements-dev.txt from pyproject.toml.
#
# Hashes, but no hosts: uv.lock records where each file came from, so it is made afresh and thrown away (decision 0003).
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'rm -f uv.lock' EXIT

uv() { .venv/bin/uv --quiet "$@"; }
export_to() {
  UV_CUSTOM_COMPILE_COMMAND="make lock" uv export --no-emit-project --group build --format requirements-txt -o "$@" >/dev/null
}

rm -f uv.lock
uv lock --upgrade
export_to requirements.txt
export_to requirements-dev.txt --extra dev
if grep -nE '(index-url|find-links|://)' requirements.txt requirements-dev.txt; then
  echo "The lines above name a host: they may not be committed." >&2
  exit 1
fi
