#!/usr/bin/env bash
# venv.sh REQUIREMENTS: .venv with exactly what the locked file names (every hash checked), and this project in it.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=$1
venv=.venv

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3}; do
    if command -v "$candidate" >/dev/null && recent_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  echo "Quanxun needs Python 3.11 or newer (python3 here: $(python3 --version 2>&1 || true)). PYTHON=/path/to/python chooses one." >&2
  return 1
}

create() {
  local python=$1 version
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    echo "$python has no venv module: $version-venv is needed." >&2
    scripts/apt.sh "$version-venv" libsqlite3-mod-spatialite # both in one line, when it must be typed
  fi
  "$python" -m venv --clear "$venv"
}

# A .venv that was moved, or whose Python is gone, is made anew.
if ! { [ -x "$venv/bin/pip" ] && recent_enough "$venv/bin/python" && "$venv/bin/pip" --version >/dev/null 2>&1; }; then
  python=$(find_python)
  echo "Creating $venv with $("$python" --version) …" >&2
  create "$python"
fi

echo "Installing $requirements …" >&2
pip() { PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install --quiet --quiet "$@"; }
pip --require-hashes -r "$requirements"
# Nothing is downloaded to build the project itself: setuptools came with the line above.
pip --no-deps --no-build-isolation --editable .
