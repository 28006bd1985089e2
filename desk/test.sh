#!/usr/bin/env bash
# The desk in a real browser: installs what is missing, builds assets and binary, runs the unit and the browser tests.
# `desk/test.sh shots` also writes the screenshots of docs/images anew.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  apt-get install -y chromium >/dev/null 2>&1 || { apt-get update >/dev/null && apt-get install -y chromium >/dev/null; }
fi
npm ci --silent
npm run -s build
if ! git diff --exit-code --stat -- ../crates/sayso-desk/assets; then
  echo "the committed assets are not what the sources give: commit what npm run build wrote" >&2
  exit 1
fi
npm test -s
(cd .. && cargo build -q -p sayso)
if [ "${1:-}" = shots ]; then export DESK_SHOTS=../docs/images; fi
npm run -s browser
