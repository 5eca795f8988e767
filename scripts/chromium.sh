#!/usr/bin/env bash
# chromium.sh [shell]: installs the distribution's Chromium and a Chinese font when they are missing; prints the
# browser's path. `shell`: the browser without its own windows, a third less work (decision 0028), where there is one.
# QUANXUN_CHROMIUM names another one.
set -euo pipefail
cd "$(dirname "$0")/.."

installed() { command -v "$1" || { scripts/apt.sh "$1" && command -v "$1"; }; }

# Without a Chinese font every screenshot would show boxes; any font that covers the characters will do.
[ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] || scripts/apt.sh fonts-noto-cjk

if [ -n "${QUANXUN_CHROMIUM:-}" ]; then
  command -v "$QUANXUN_CHROMIUM"
elif [ "${1:-}" = shell ] && installed chromium-headless-shell 2>/dev/null; then
  :
else
  installed chromium
fi
