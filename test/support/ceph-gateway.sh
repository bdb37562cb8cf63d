#!/bin/bash
# A real S3 server for tests: Ceph's object gateway on one node (monitor, memory-backed store, gateway).
# Loopback only; must run as root. Needs Debian's packages: apt-get install ceph-mon ceph-osd radosgw
#
#   ceph-gateway.sh up FOLDER [PORT]   starts it and prints the settings for the tests, as export lines
#   ceph-gateway.sh down FOLDER        ends it, by the process ids it wrote
#
# Version 16 (Debian 12) does not compare bodies with x-amz-checksum-sha256, version 20 does: the printed
# EXPENSA_TEST_S3_VERIFIES_SHA256 says which it is, and the contract suite holds the server to it.
set -euo pipefail

command=${1:?usage: ceph-gateway.sh up FOLDER [PORT] | down FOLDER}
folder=$(realpath -m "${2:?which folder?}")
port=${3:-58080}
export CEPH_CONF=$folder/ceph.conf

down() {
  for file in "$folder"/run/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$folder/run" "$folder/mon" "$folder/osd"
}

configure() {
  cat > "$CEPH_CONF" <<CONF
[global]
fsid = $1
mon host = [v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv4 = true
ms bind ipv6 = false
ms bind port min = $((port + 10))
ms bind port max = $((port + 99))
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd data = $folder/osd
mon data = $folder/mon
rgw data = $folder/rgw
run dir = $folder/run
log file = $folder/log/\$name.log
mon cluster log file = $folder/log/cluster.log
admin socket = $folder/run/\$name.asok
pid file = $folder/run/\$name.pid
keyring = $folder/keyring
rgw frontends = beast endpoint=127.0.0.1:$port
rgw enable ops log = false
rgw dynamic resharding = false
rgw trust forwarded https = true
CONF
}

wait_for() {
  for _ in $(seq 1800); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
  echo "ceph-gateway.sh: gave up waiting for: $*" >&2
  tail -n 5 "$folder"/log/*.log >&2
  exit 1
}
store_is_up() { ceph osd stat | grep -q '1 up'; }
gateway_listens() { (exec 3<>"/dev/tcp/127.0.0.1/$port"); }

up() {
  mkdir -p "$folder"/{mon,osd,log,run,rgw}
  fsid=$(cat /proc/sys/kernel/random/uuid)
  configure "$fsid"
  ceph-authtool "$folder/keyring" -C -g -n mon. --cap mon 'allow *'
  ceph-authtool "$folder/keyring" -g -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  ceph-authtool "$folder/keyring" -g -n client.rgw --cap mon 'allow rwx' --cap osd 'allow rwx'
  monmaptool --create --clobber --fsid "$fsid" \
    --addv a "[v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]" "$folder/monmap"
  ceph-mon --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring"
  ceph-mon -i a

  store_secret=$(ceph-authtool --gen-print-key)
  store_id=$(cat /proc/sys/kernel/random/uuid)
  echo "{\"cephx_secret\":\"$store_secret\"}" | ceph osd new "$store_id" -i -
  ceph-authtool "$folder/keyring" -n osd.0 --add-key "$store_secret"
  ceph-osd -i 0 --mkfs --osd-uuid "$store_id"
  ceph osd crush add osd.0 1 root=default host=local
  ceph-osd -i 0
  wait_for store_is_up

  radosgw -n client.rgw --keyring "$folder/keyring"
  wait_for gateway_listens
  radosgw-admin user create --uid=test --display-name=test --access-key=TESTKEY --secret-key=TESTSECRET
}

case $command in
  up)
    up >"$folder.log" 2>&1 || { tail -n 20 "$folder.log" >&2; exit 1; }
    major=$(radosgw --version | sed -E 's/^ceph version ([0-9]+).*/\1/')
    echo "export EXPENSA_TEST_S3_ENDPOINT=http://127.0.0.1:$port"
    echo "export EXPENSA_TEST_S3_ACCESS_KEY_ID=TESTKEY EXPENSA_TEST_S3_SECRET_ACCESS_KEY=TESTSECRET"
    echo "export EXPENSA_TEST_S3_VERIFIES_SHA256=$([ "$major" -ge 20 ] && echo true || echo false)"
    ;;
  down) down ;;
  *) echo "ceph-gateway.sh: up or down, not $command" >&2; exit 2 ;;
esac
