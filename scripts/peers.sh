#!/usr/bin/env bash
# peers.sh: installs the programs that the benchmark compares with, into .run/peers; never into the project.
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
if [ ! -x "$peers/gis/bin/pygeoapi" ]; then
  echo "Installing tipg and pygeoapi …" >&2
  .venv/bin/python -m venv "$peers/gis"
  "$peers/gis/bin/pip" install --quiet --quiet --disable-pip-version-check tipg==1.3.1 uvicorn==0.54.0 uvloop==0.23.0 \
    httptools pygeoapi==0.21.0 geoalchemy2==0.20.0 psycopg2-binary==2.9.13 gunicorn==27.0.1
fi
