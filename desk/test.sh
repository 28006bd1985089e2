#!/usr/bin/env bash
# The desk in a real browser: installs what is missing, builds assets and binary, runs the unit and the browser tests.
# `desk/test.sh shots` also writes the screenshots of docs/images anew. `desk/test.sh if-possible` says so and ends well where npm or
# Chromium are not there and cannot be fetched; what can be run must pass.
set -euo pipefail
cd "$(dirname "$0")"
mode="${1:-all}"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# Something that is not ours to mend is not there.
lacking() {
  tail -n 5 "$log" >&2
  if [ "$mode" = if-possible ]; then
    echo "BROWSER TESTS SKIPPED: $1"
    exit 0
  fi
  echo "$1" >&2
  exit 1
}
limited() { if command -v timeout >/dev/null; then timeout "$@"; else shift && "$@"; fi; }
fetch_chromium() {
  command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  limited 900 apt-get install -y chromium && return
  limited 300 apt-get update && limited 900 apt-get install -y chromium
}

command -v npm >/dev/null || lacking "npm is not there (Node.js 20 or newer brings it)"
major="$(node -p 'process.versions.node.split(".")[0]' 2>>"$log" || echo 0)"
[ "$major" -ge 20 ] || lacking "Node.js is too old: $major, and 20 is needed"
if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  fetch_chromium >"$log" 2>&1 || lacking "Chromium is not there and could not be installed; CHROMIUM=PATH names another"
fi
export CHROMIUM="$(command -v "${CHROMIUM:-chromium}")"
limited 900 npm ci >"$log" 2>&1 || lacking "npm ci could not fetch the packages of desk/package-lock.json"

npm run -s build
if git rev-parse --git-dir >/dev/null 2>&1 && ! git diff --exit-code --stat -- ../crates/sayso-desk/assets; then
  echo "the committed assets are not what the sources give: commit what npm run build wrote" >&2
  exit 1
fi
npm test -s
(cd .. && cargo build -q -p sayso)
if [ "$mode" = shots ]; then export DESK_SHOTS=../docs/images; fi
npm run -s browser
