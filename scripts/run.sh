#!/usr/bin/env bash
# run.sh: migrates, loads the demo (development only) and serves on PORT, address and demo accounts printed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PORT=${PORT:-8000} HOST=${HOST:-127.0.0.1} APP_ENV=${APP_ENV:-development}
PATH=$PWD/.venv/bin:$PATH

port_is_free() {
  python - <<'PYTHON'
import os, socket, sys
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((os.environ["HOST"], int(os.environ["PORT"])))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {os.environ['PORT']} cannot be used ({error}). Another one: make run PORT=8001")
PYTHON
}

port_is_free
quanxun migrate
if [ "$APP_ENV" = development ]; then
  quanxun demo
fi

cat <<TEXT

  Quanxun 犬巡   http://localhost:$PORT
TEXT
if [ "$APP_ENV" = development ]; then
  cat <<'TEXT'

  Demo accounts, password quanxun-demo (development only):
    officer1, officer2   执法人员 officers, one team, 南湖区     supervisor1   督导 supervisor, 南湖区
    auxiliary1           协管员 auxiliary                        admin1        管理员 administrator, 嘉兴市
    volunteer1           志愿者 volunteer                        outsider1     officer elsewhere, 桐乡市
TEXT
fi
printf '\n  Ctrl+C ends it; the data stay in %s\n\n' "${DATA_DIR:-var/}"
exec gunicorn --config gunicorn.conf.py
