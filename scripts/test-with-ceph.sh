#!/usr/bin/env bash
# Runs what deals with S3 against a server that nobody here wrote: Ceph's object gateway, from Debian's packages (about
# 61 MB). As root: it installs what is missing, starts the gateway on the loopback interface, and ends it. Nothing is
# skipped: where the packages cannot be had, or the gateway does not start, it fails.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" -ne 0 ]; then
  echo 'test-with-ceph.sh: run it as root, it installs packages and starts the gateway' >&2
  exit 1
fi
if ! { command -v radosgw && command -v ceph-mon && command -v ceph-osd && command -v ceph; } >/dev/null; then
  apt-get update -o Acquire::Retries=3
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o Acquire::Retries=3 \
    ceph-common ceph-mon ceph-osd radosgw
fi
radosgw --version

folder=$(mktemp -d)
trap 'test/support/ceph-gateway.sh down "$folder"; rm -rf "$folder" "$folder.log"' EXIT
settings=$(test/support/ceph-gateway.sh up "$folder")
eval "$settings"
npx vitest run --reporter=verbose test/adapters/s3-object-store.test.ts test/core/s3-event.test.ts \
  test/lambda/handler.test.ts test/backend/journey.test.ts
