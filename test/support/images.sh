#!/bin/bash
# images.sh [amd64|arm64]: builds the images with buildah, where no registry can be reached, on bare Debian with the
# newest Node 22, which stand in for the images they begin with. Builds each twice, and compares. Then runs what is
# tested of images: the journey of a receipt, the function, and what is in them, each process in its image's files,
# as its image's user and with its image's environment. On another processor that is done by qemu, and takes longer.
# As root: apt-get install buildah mmdebstrap qemu-user-static   (no daemon is needed)
set -euo pipefail
cd "$(dirname "$0")/../.."
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
host=$(dpkg --print-architecture)
architecture=${1:-$host}
place=${EXPENSA_IMAGES_PLACE:-/var/tmp/expensa-images}
bases=(docker.io/library/node:22-bookworm-slim public.ecr.aws/lambda/nodejs:22)
mkdir -p "$place"

# Mounts that are made below are of this script, and go with it.
if [ "${in_own_mounts:-}" = '' ]; then in_own_mounts=yes exec unshare --mount "$0" "$architecture"; fi

stand_in() {
  local root=$place/$1 cpu=${1/amd64/x64}
  rm -rf "$root" && mkdir "$root"
  mmdebstrap --quiet --variant=extract --architectures="$1" --include=bash,coreutils,dash,findutils,libstdc++6,libc6 \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr bookworm "$root.tar"
  tar -C "$root" --extract --file "$root.tar" --exclude './dev/*'
  printf 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\nlambda:x:993:990::/:/bin/sh\n' >"$root/etc/passwd"
  npm install --prefix "$place/npm-$1" --no-save --force --cpu="$cpu" --ignore-scripts "node-linux-$cpu@22" npm@11
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  mkdir -p "$root/usr/local/bin" "$root/usr/local/lib/node_modules"
  cp "$place/npm-$1/node_modules/node-linux-$cpu/bin/node" "$root/usr/local/bin/"
  cp -a "$place/npm-$1/node_modules/npm" "$root/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  tar -C "$root" --create --file "$root.tar" .
  printf 'FROM scratch\nADD %s.tar /\nENV PATH=/usr/local/bin:/usr/bin:/bin\n' "$1" >"$place/Dockerfile"
  buildah bud --quiet --arch "$1" --tag "localhost/stand-in-$1" "$place"
}

for each in "$host" "$architecture"; do
  buildah inspect --type image "localhost/stand-in-$each" >/dev/null 2>&1 || stand_in "$each"
  for base in "${bases[@]}"; do
    buildah manifest exists "$base" 2>/dev/null || buildah manifest create "$base" >/dev/null
    buildah manifest inspect "$base" | grep -q "\"architecture\": \"$each\"" ||
      buildah manifest add "$base" "localhost/stand-in-$each" >/dev/null
  done
done

# Times of files are those of no clock, so that the same files make the same layers. npm's settings and cache, and
# the certificates that this machine trusts, serve the build only.
{ cat "$HOME/.npmrc" 2>/dev/null || true; echo 'cafile=/etc/ssl/certs/ca-certificates.crt'; } >"$place/npmrc"
# What is built twice is what is here now, also when somebody goes on writing.
context=$place/context
rm -rf "$context" && mkdir "$context"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from - | tar --extract --directory "$context"
build() {
  buildah bud --quiet --pull-never --format docker --timestamp 0 "$@" --platform "linux/$architecture" \
    --volume "$place/npmrc:/root/.npmrc:ro" --volume "$HOME/.npm:/root/.npm" \
    --volume /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro "$context" >/dev/null
}
layers() { buildah inspect --type image --format '{{.Docker.RootFS.DiffIDs}}' "$1"; }

images={}
for target in backend worker lambda; do
  image=localhost/expensa-$target:$architecture
  build --layers --target $target --tag "$image"
  build --layers --no-cache --target $target --tag "$image-again"
  if [ "$(layers "$image")" != "$(layers "$image-again")" ]; then
    echo "$target: two builds differ" >&2
    exit 1
  fi
  container=$(buildah from --pull-never --arch "$architecture" "$image")
  root=$(buildah mount "$container")
  mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc"
  images=$(buildah inspect --type image "$image" | node -e '
    const [images, target, root] = process.argv.slice(1)
    const { config } = JSON.parse(require("fs").readFileSync(0)).Docker
    console.log(JSON.stringify({ ...JSON.parse(images), [target]: { ...config, root } }))' "$images" $target "$root")
done
buildah images --filter "reference=localhost/*"

EXPENSA_TEST_IMAGES=$images EXPENSA_TEST_IMAGES_CPU=$architecture \
  npx vitest run test/deploy/images.test.ts test/backend/journey.test.ts test/lambda/handler.test.ts
