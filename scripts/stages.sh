#!/usr/bin/env bash
# stages.sh STAGE…: runs each stage, tells what it took, and fails at the end when one of them failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export PATH=$PWD/.venv/bin:$PATH
unset PYTHONDONTWRITEBYTECODE # the tests start the program some two hundred times

client() { npm --prefix pwa run --silent "$1"; }

stage() {
  case $1 in
    format) ruff format --check --quiet --diff . && client format:check ;;
    lint) ruff check . && client lint && shell_lint && scripts/no-hosts.sh ;;
    types) mypy && client typecheck ;;
    contracts) lint-imports ;;
    dead-code) vulture ;;
    pytest) pytest -n 2 --dist worksteal --ignore tests/e2e ;;
    vitest) client test ;;
    e2e) QUANXUN_CHROMIUM=$(scripts/chromium.sh) && export QUANXUN_CHROMIUM && pytest -n 2 --dist loadfile --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks tests/e2e ;;
    long) pytest -m long ;;
    *) echo "no such stage" >&2 && return 2 ;;
  esac
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
