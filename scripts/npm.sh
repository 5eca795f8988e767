#!/usr/bin/env bash
# npm.sh: the client's locked dependencies, into pwa/node_modules.
set -euo pipefail
cd "$(dirname "$0")/../pwa"

if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; then
  echo "Quanxun needs Node.js 20.19 or newer with npm (here: $(node --version 2>/dev/null || echo none))." >&2
  exit 1
fi
command -v npm >/dev/null || { echo "npm is missing; it comes with Node.js." >&2; exit 1; }
echo "Installing the client's dependencies …" >&2
npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
