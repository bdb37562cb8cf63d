#!/bin/bash
# images.sh: builds the images with buildah, where no registry can be reached, on a Debian that stands in for the
# images they begin with; then runs the journey of a receipt with backend and worker of these images, each in its
# image's files, as its image's user and with its image's environment. As root: apt-get install buildah debootstrap
set -euo pipefail
cd "$(dirname "$0")/../.."
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
place=${EXPENSA_IMAGES_PLACE:-/var/tmp/expensa-images}
mkdir -p "$place"

if ! buildah inspect --type image docker.io/library/node:22-bookworm-slim >/dev/null 2>&1; then
  debootstrap --variant=minbase --include=libstdc++6,ca-certificates bookworm "$place/root" http://deb.debian.org/debian
  cp "$(readlink -f "$(command -v node)")" "$place/root/usr/local/bin/node"
  mkdir -p "$place/root/usr/local/lib/node_modules"
  cp -a "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$place/root/usr/local/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$place/root/usr/local/bin/npm"
  tar -C "$place/root" -cf "$place/root.tar" .
  printf 'FROM scratch\nADD root.tar /\nRUN useradd --uid 1000 --create-home node\nENV PATH=/usr/local/bin:/usr/bin:/bin\n' \
    >"$place/Dockerfile"
  buildah bud --tag docker.io/library/node:22-bookworm-slim "$place"
  buildah tag docker.io/library/node:22-bookworm-slim public.ecr.aws/lambda/nodejs:22
fi

for target in backend worker lambda; do
  # npm's own settings and cache of this machine, for the build only.
  buildah bud --pull-never --layers --target $target --tag localhost/expensa-$target \
    --volume /root/.npmrc:/root/.npmrc:ro --volume /root/.npm:/root/.npm \
    --volume /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro .
done
buildah images

containers=()
trap 'buildah rm "${containers[@]}" >/dev/null' EXIT
images={}
for target in backend worker; do
  container=$(buildah from --pull-never localhost/expensa-$target)
  root=$(buildah mount "$container")
  containers+=("$container")
  images=$(buildah inspect "$container" | node -e '
    const [images, target, root] = process.argv.slice(1)
    const { config } = JSON.parse(require("fs").readFileSync(0)).OCIv1
    console.log(JSON.stringify({ ...JSON.parse(images), [target]: { ...config, root } }))' "$images" $target "$root")
done
EXPENSA_TEST_IMAGES=$images npx vitest run test/backend/journey.test.ts
