#!/usr/bin/env bash
# no-hosts.sh: fails when a committed lock or settings file names a registry's host, or a file names a path of one machine.
set -euo pipefail
cd "$(dirname "$0")/.."

found=0
if git grep -nIE '("resolved"|index-url|find-links|registry *=|url *= *")[^#]*https?://' -- \
  '*lock*' 'requirements*' '*.npmrc' '*.toml' '*.cfg' 'scripts/*' Makefile .ci ':!scripts/no-hosts.sh' | cut -c1-160; then
  echo "These lines may name a package registry." >&2
  found=1
fi
if git grep -nIE '(^|[^A-Za-z0-9_.~])/(home/[a-z]|root/|work/)' -- . ':!scripts/no-hosts.sh' ':!pwa/package-lock.json' | cut -c1-160; then
  echo "These lines may carry a path of one machine." >&2
  found=1
fi
exit "$found"
