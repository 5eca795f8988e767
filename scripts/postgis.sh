#!/usr/bin/env bash
# postgis.sh start|stop|url: a private PostgreSQL + PostGIS cluster for tests and benchmarks.
#
# It listens on a free loopback port only, keeps fsync on, and lies in a temporary folder of its own that `stop`
# removes. start and url print the address of its maintenance database.
set -euo pipefail
cd "$(dirname "$0")/.."
note=.run/postgis # holds the path of the cluster's folder
log=.run/postgis.log

say() { echo "postgis: $*" >&2; }
home() { [ -f "$note" ] && cat "$note"; }

# PostgreSQL refuses to run as root; the package's own user does it then.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# The newest installed PostgreSQL that has PostGIS beside it.
programs() {
  local control
  for control in $(printf '%s\n' /usr/share/postgresql/*/extension/postgis.control | sort -Vr); do
    [ -f "$control" ] || continue
    control=${control%/extension/postgis.control}
    [ -x "/usr/lib/postgresql/${control##*/}/bin/postgres" ] && echo "/usr/lib/postgresql/${control##*/}/bin" && return
  done
  return 1
}

install_postgis() {
  local package
  # Debian and Ubuntu name one PostgreSQL major each; a fresh machine learns it only after an update.
  package=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' 2>/dev/null | sort -Vr | awk 'NR == 1 {print $1}')
  if [ -z "$package" ] && [ "$(id -u)" -eq 0 ]; then
    apt-get -q -y update >/dev/null 2>&1
    package=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | sort -Vr | awk 'NR == 1 {print $1}')
  fi
  package=${package:-postgresql-15-postgis-3}
  scripts/apt.sh "${package%-postgis-3}" "$package"
}

# The process of this cluster, if it runs: the number in its pid file, and only when that process is really ours.
pid_of() {
  local folder=$1 pid
  pid=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "-D $folder/data" && echo "$pid"
}

url() {
  local folder
  if ! { folder=$(home) && pid_of "$folder" >/dev/null; }; then
    say "not running"
    return 1
  fi
  echo "postgresql+psycopg://postgres@127.0.0.1:$(sed -n 4p "$folder/data/postmaster.pid")/postgres"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
  if url 2>/dev/null; then return; fi
  stop # what a stopped machine left behind
  programs >/dev/null || install_postgis
  local bin folder
  bin=$(programs) || { say "PostgreSQL with PostGIS was not found"; return 1; }
  folder=$(mktemp -d "${TMPDIR:-/tmp}/quanxun-postgis.XXXXXX")
  mkdir -p "${note%/*}"
  echo "$folder" >"$note"
  if [ "$(id -u)" -eq 0 ]; then chown postgres: "$folder"; fi
  as_owner "$bin/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 \
    >"$log" 2>&1 || { cat "$log" >&2; stop; return 1; }
  launch "$bin" "$folder" || { cat "$log" >&2; stop; return 1; }
  url
}

launch() {
  local bin=$1 folder=$2 attempt
  for attempt in 1 2 3; do # another program may take the free port first
    as_owner "$bin/pg_ctl" start --wait --silent --pgdata "$folder/data" --log "$folder/data/server.log" \
      --options "-c listen_addresses=127.0.0.1 -c port=$(free_port) -c unix_socket_directories='' -c max_connections=200" \
      >>"$log" 2>&1 </dev/null && return
    say "start $attempt failed"
  done
  cat "$folder/data/server.log" >&2
  return 1
}

stop() {
  local folder pid
  folder=$(home) || return 0
  if pid=$(pid_of "$folder"); then
    kill -INT "$pid" # fast shutdown: open connections are ended
    for _ in $(seq 100); do
      [ -e "/proc/$pid" ] || break
      sleep 0.1
    done
  fi
  case $folder in */quanxun-postgis.??????) rm -rf "$folder" ;; esac
  rm -f "$note"
}

case ${1:-} in
  start | stop | url) "$1" ;;
  *) echo "usage: $0 start|stop|url" >&2; exit 2 ;;
esac
