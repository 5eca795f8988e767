#!/usr/bin/env bash
# spatialite.sh: makes sure that the Python of .venv can open a SpatiaLite database.
set -euo pipefail
cd "$(dirname "$0")/.."

loads() {
  .venv/bin/python - <<'PYTHON'
try:
    import pysqlite3 as sqlite
except ImportError:
    import sqlite3 as sqlite
connection = sqlite.connect(":memory:")
connection.enable_load_extension(True)
connection.load_extension("mod_spatialite")
PYTHON
}

loads 2>/dev/null && exit 0
if ! .venv/bin/python -c 'import pysqlite3' 2>/dev/null &&
  ! .venv/bin/python -c 'import sqlite3; sqlite3.Connection.enable_load_extension' 2>/dev/null; then
  echo "This Python was built without SQLite extension loading, and there is no pysqlite3-binary for this processor." >&2
  echo "Choose another one, for example: rm -rf .venv && make run PYTHON=/usr/bin/python3" >&2
  exit 1
fi
scripts/apt.sh libsqlite3-mod-spatialite
loads
