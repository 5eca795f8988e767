#!/usr/bin/env bash
# stages.sh STAGE…: runs each stage, tells what it took, and fails at the end when one of them failed.
# `checks` are all that read the code only: they run beside each other.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export PATH=$PWD/.venv/bin:$PATH
unset PYTHONDONTWRITEBYTECODE # the tests start the program some two hundred times

client() { npm --prefix pwa run --silent "$1"; }

stage() {
  case $1 in
    checks) beside format lint types contracts dead-code ;;
    format) ruff format --check --quiet --diff . && client format:check ;;
    lint) ruff check . && client lint && shell_lint && scripts/no-hosts.sh ;;
    types) mypy && client typecheck ;;
    contracts) lint-imports ;;
    dead-code) vulture ;;
    pytest) pytest -n 2 --dist worksteal --ignore tests/e2e ;;
    vitest) client test ;;
    e2e) QUANXUN_CHROMIUM=$(scripts/chromium.sh shell) && export QUANXUN_CHROMIUM && pytest -n 3 --dist loadfile --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks tests/e2e ;;
    long) QUANXUN_CHROMIUM=$(scripts/chromium.sh) && export QUANXUN_CHROMIUM && pytest -m long ;;
    *) echo "no such stage" >&2 && return 2 ;;
  esac
}

# What each says comes whole, one after the other.
beside() {
  local folder verdict=0 name
  local -A running
  folder=$(mktemp -d)
  for name in "$@"; do
    stage "$name" >"$folder/$name" 2>&1 &
    running[$name]=$!
  done
  for name in "$@"; do
    printf -- '-- %s\n' "$name"
    wait "${running[$name]}" || { verdict=1 && printf '%s failed:\n' "$name"; }
    cat "$folder/$name"
  done
  rm -rf "$folder"
  return "$verdict"
}

shell_lint() {
  command -v shellcheck >/dev/null || return 0 # a convenience: nothing else needs it
  shellcheck scripts/*.sh .ci/run
}

summary=()
failed=0
for name in "$@"; do
  printf '\n== %s\n' "$name"
  began=$SECONDS
  if stage "$name" </dev/null; then verdict=ok; else verdict=FAILED; failed=1; fi
  summary+=("$(printf '%-10s %-6s %4d s' "$name" "$verdict" $((SECONDS - began)))")
done
printf '\n== Stages\n'
printf '%s\n' "${summary[@]}"
printf '%-10s %-6s %4d s\n' together '' "$SECONDS"
exit "$failed"
