#!/usr/bin/env bash
# apt.sh PACKAGE…: installs those that are missing when the user may, else prints the one line to type and fails.
set -euo pipefail

missing=()
for package in "$@"; do
  [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install what corresponds to these Debian packages: ${missing[*]}" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! { command -v sudo && sudo -n true; } >/dev/null 2>&1; then
    printf 'Missing, and installing needs an administrator. Please type:\n\n    sudo apt-get install %s\n\n' "${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  # Recommended packages are left out; another apt that runs already is waited for.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q -y "$@" >>"$log" 2>&1 </dev/null
}

echo "Installing ${missing[*]} …" >&2
# The package lists of a fresh machine are empty or old: one update, then once more.
apt install --no-install-recommends "${missing[@]}" ||
  { apt update && apt install --no-install-recommends "${missing[@]}"; } ||
  { tail -n 20 "$log" >&2; echo "apt-get could not install ${missing[*]} (its last words stand above)." >&2; exit 1; }
