#!/usr/bin/env bash
# chromium.sh: installs the distribution's Chromium and a Chinese font when they are missing; prints the browser's path.
set -euo pipefail
cd "$(dirname "$0")/.."

browser() { command -v "${QUANXUN_CHROMIUM:-chromium}"; }

browser >/dev/null || scripts/apt.sh chromium
# Without a Chinese font every screenshot would show boxes; any font that covers the characters will do.
[ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] || scripts/apt.sh fonts-noto-cjk
browser
