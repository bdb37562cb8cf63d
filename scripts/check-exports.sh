#!/usr/bin/env bash
# Has the programs for which exports are made read them (Debian: beancount, hledger, ledger, ofx), as far as
# they are installed. The files are those that test/export/writers.test.ts compares with.
set -euo pipefail
cd "$(dirname "$0")/../test/fixtures/exports"

check() {
  if ! command -v "$1" >/dev/null; then
    echo "not installed: $1"
  elif "$@" >/tmp/expensa-check-exports.$$ 2>&1; then
    echo "accepted: $*"
  else
    cat /tmp/expensa-check-exports.$$
    echo "refused: $*"
    failed=1
  fi
  rm -f /tmp/expensa-check-exports.$$
}

failed=0
check bean-check awkward.beancount
check hledger --file awkward.hledger check --strict
check hledger --file awkward.hledger print
check ledger --pedantic --strict --file awkward.ledger balance
check ofxdump awkward.ofx
exit "$failed"
