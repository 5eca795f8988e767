#!/usr/bin/env bash
# peers.sh: installs the two programs that the benchmark compares with, into .run/peers; never into the project.
set -euo pipefail
cd "$(dirname "$0")/.."
peers=.run/peers

mkdir -p "$peers/pouchdb"
if [ ! -x "$peers/pouchdb/node_modules/.bin/pouchdb-server" ]; then
  echo "Installing PouchDB-server …" >&2
  npm install --prefix "$peers/pouchdb" --no-audit --no-fund --no-save --loglevel=error pouchdb-server@4.2.0 >/dev/null
fi
if [ ! -x "$peers/kinto/bin/kinto" ]; then
  echo "Installing Kinto …" >&2
  .venv/bin/python -m venv "$peers/kinto"
  "$peers/kinto/bin/pip" install --quiet --quiet --disable-pip-version-check 'kinto[postgresql]==26.5.0'
fi
