#!/usr/bin/env bash
# Has the programs for which exports are made read them: those of Debian's packages beancount, hledger, ledger and
# ofx. As root on Debian it installs what is missing; elsewhere it says so, and in CI that is a failure. The files
# are those that test/export/writers.test.ts compares with.
set -euo pipefail
cd "$(dirname "$0")/../test/fixtures/exports"

if ! { command -v bean-check && command -v hledger && command -v ledger && command -v ofxdump; } >/dev/null &&
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -o Acquire::Retries=3
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o Acquire::Retries=3 \
    beancount hledger ledger ofx
fi

failed=0
said=$(mktemp)
trap 'rm -f "$said"' EXIT

check() {
  if ! command -v "$1" >/dev/null; then
    echo "not installed: $1"
    [ "${CI:-}" != true ] || failed=1
  elif "$@" >"$said" 2>&1; then
    echo "accepted: $*"
  else
    cat "$said"
    echo "refused: $*"
    failed=1
  fi
}

check bean-check awkward.beancount
check hledger --file awkward.hledger check --strict
check hledger --file awkward.hledger print
check ledger --pedantic --strict --file awkward.ledger balance
check ofxdump awkward.ofx
exit "$failed"
